"""Letters and colours of what is shown about a local run."""

from __future__ import annotations

import unicodedata
from zlib import crc32

STYLES = {
    "heading": "1",
    "name": "1",
    "good": "32",
    "bad": "1;31",
    "doubt": "33",
    "faint": "2",
    "origin": "36",
    "late": "35",
}
"""ANSI codes by what they are for."""

JOB_COLORS = ("36", "35", "34", "33", "32", "96", "95", "94", "93", "92")

LATE = "⟨{}⟩"
"""What surrounds a thing that only a run knows."""


def paint(text: str, style: str, *, color: bool) -> str:
    """A text in a style of `STYLES`; unchanged without colour."""
    return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if color and text else text


def job_color(name: str) -> str:
    """The ANSI code of a job's own colour: the same in every run."""
    return JOB_COLORS[crc32(name.encode()) % len(JOB_COLORS)]


def one_line(text: str) -> str:
    """A text on one line, its control characters visible."""
    return text if text.isprintable() else visible(text.replace("\r\n", "↵").replace("\n", "↵"))


def visible(text: str) -> str:
    """A text with something to be seen for every character that is not printable."""
    return text.translate(_VISIBLE)


def lines_of(text: str) -> list[str]:
    """The lines of a script, control characters visible, tabs as they are."""
    return [
        line if line.isprintable() else "\t".join(map(visible, line.split("\t")))
        for line in text.removesuffix("\n").split("\n")
    ]


def shortened(text: str, columns: int) -> str:
    """The first line of a text in at most so many columns; `…` stands for what is left out."""
    first, _, rest = text.strip().partition("\n")
    line = one_line(first)
    if rest.strip() and width_of(line) < columns:
        return f"{line} …" if width_of(line) + 2 <= columns else f"{line}…"
    return line if width_of(line) <= columns else f"{_head(line, columns - 1)}…"


def width_of(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return len(text) if text.isascii() else sum(map(_width, text))


def duration(seconds: float) -> str:
    """`0.4s`, `12s`, `3m07s`, `1h02m`."""
    if seconds < 9.95:
        return f"{max(seconds, 0):.1f}s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole}s"
    if whole < 3600:
        return f"{whole // 60}m{whole % 60:02}s"
    return f"{whole // 3600}h{whole % 3600 // 60:02}m"


def _head(text: str, columns: int) -> str:
    used = 0
    for position, char in enumerate(text):
        used += _width(char)
        if used > columns:
            return text[:position]
    return text


def _width(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


class _Visible(dict[int, str | int]):
    """What to show for each character, found out when it is first met."""

    def __missing__(self, code: int) -> str | int:
        char = chr(code)
        shown: str | int = code
        if not char.isprintable():
            shown = chr(0x2400 + code) if code < 32 else "␡" if code == 127 else f"\\u{code:04x}"
        if 0xDC80 <= code <= 0xDCFF:
            # A byte that is no UTF-8.
            shown = f"\\x{code - 0xDC00:02x}"
        self[code] = shown
        return shown


_VISIBLE = _Visible()
