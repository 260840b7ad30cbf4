"""Excerpts of a source: what a line looks like on a terminal, and where an underline goes."""

from __future__ import annotations

from wflint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.source import Place, Source

TAB = "    "
ELLIPSIS = "…"
LEAST_WIDTH = 24
"""However narrow the terminal, so much of a line is shown."""

WINDOW = 4
"""Of a line so many times its width is looked at around a place: some characters take no room."""

_SHOWN = {"\t": TAB, "\u00a0": "␣", "\ufeff": "<U+FEFF>"}


class Excerpt(NamedTuple):
    """A line as shown: `text` holds what a terminal can show, trimmed around the underline.

    The underline begins after `indent` cells and is `length` cells long, at least one.
    """

    number: int
    text: str
    indent: int
    length: int


def excerpt(place: Place, width: int) -> Excerpt:
    """The first line of a place, at most `width` cells wide, the underlined part in view."""
    source, span = place
    text = source.text
    number, _ = source.line_column(span.start)
    start, end = _line(source, number)
    first = min(span.start, end)
    last = min(max(span.end, first), end)
    reach = WINDOW * max(width, LEAST_WIDTH)
    rest = text[last : min(end, last + reach)]
    marked = text[first : min(last, first + reach)]
    before, marked, after = _trim(
        shown(text[max(start, first - reach) : first]),
        shown(marked if rest.strip() else marked.rstrip()),
        shown(rest),
        max(width, LEAST_WIDTH),
    )
    return Excerpt(number, (before + marked + after).rstrip(), cells(before), max(cells(marked), 1))


def context_line(source: Source, number: int, width: int) -> str:
    """A line without an underline, cut at `width` cells."""
    start, end = _line(source, number)
    text = shown(source.text[start : min(end, start + WINDOW * max(width, LEAST_WIDTH))]).rstrip()
    return text if cells(text) <= width else _head(text, max(width, LEAST_WIDTH) - 1) + ELLIPSIS


def _line(source: Source, number: int) -> tuple[int, int]:
    """Where a 1-based line begins and ends, without its line break."""
    start, end = source.line_span(number)
    while end > start and source.text[end - 1] in "\r\n":
        end -= 1
    return start, end


def shown(text: str) -> str:
    """A text with everything that would move or hide on a terminal replaced: tabs, controls, no-break spaces."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_SHOWN.get(char) or (char if char.isprintable() else _visible(char)) for char in text)


def cells(text: str) -> int:
    """How many columns a shown text takes on a terminal."""
    return len(text) if text.isascii() else sum(map(_cell_width, text))


def _visible(char: str) -> str:
    code = ord(char)
    if code < 32:
        return chr(0x2400 + code)
    return " " if char.isspace() else f"<U+{code:04X}>"


def _cell_width(char: str) -> int:
    import unicodedata

    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def _trim(before: str, marked: str, after: str, width: int) -> tuple[str, str, str]:
    if cells(before) + cells(marked) + cells(after) <= width:
        return before, marked, after
    if cells(marked) > width * 2 // 3:
        marked, after = _head(marked, width * 2 // 3 - 1) + ELLIPSIS, ""
    room = width - cells(marked)
    left = min(cells(before), max(room - cells(after), room // 2))
    if left < cells(before):
        before = ELLIPSIS + _tail(before, left - 1)
    right = room - cells(before)
    if right < cells(after):
        after = _head(after, right - 1) + ELLIPSIS
    return before, marked, after


def _head(text: str, width: int) -> str:
    """The longest beginning of a text that fits."""
    taken = 0
    for index, char in enumerate(text):
        taken += 1 if char.isascii() else _cell_width(char)
        if taken > width:
            return text[:index]
    return text


def _tail(text: str, width: int) -> str:
    """The longest end of a text that fits."""
    return _head(text[::-1], width)[::-1]
