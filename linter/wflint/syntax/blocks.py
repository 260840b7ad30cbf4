"""Scalars that span lines: where each character of their value stands in the text."""

from __future__ import annotations

BREAKS = r"\r\n\x85\u2028\u2029"
"""The characters that end a line in YAML 1.1, for use in a regex's class; for editors only the first two do."""

BLANKS = rf"(?:[ \t{BREAKS}]|#[^{BREAKS}]*+)*+"
"""A regex for what may stand between tokens: spaces, line breaks and comments; it gives nothing back."""

_WHITE = " \t\r\n\x85\u2028\u2029"


def content_end(text: str, start: int, end: int) -> int:
    """Where a block scalar's last line ends, blank lines after it excluded; `[start, end)` is what the parser gave."""
    end = start + len(text[start:end].rstrip(_WHITE))
    while text[end : end + 1] in (" ", "\t"):
        end += 1
    return end
