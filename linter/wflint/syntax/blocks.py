"""Scalars that span lines: where each character of their value stands in the text."""

from __future__ import annotations

_BLANKS = " \t\r\n\x85\u2028\u2029"


def content_end(text: str, start: int, end: int) -> int:
    """Where a block scalar's last line ends, blank lines after it excluded; `[start, end)` is what the parser gave."""
    end = start + len(text[start:end].rstrip(_BLANKS))
    while text[end : end + 1] in (" ", "\t"):
        end += 1
    return end
