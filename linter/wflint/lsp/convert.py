"""Offsets of a source to an editor's positions and back: the only place that counts as editors do.

An editor's lines and characters start at 0; a character is a unit of the encoding that client and server agreed on.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from lsprotocol import types

from wflint.source import Span

if TYPE_CHECKING:
    from wflint.source import Source

UTF_8: str = types.PositionEncodingKind.Utf8.value
UTF_16: str = types.PositionEncodingKind.Utf16.value
UTF_32: str = types.PositionEncodingKind.Utf32.value

_ASTRAL = 0xFFFF


def to_position(source: Source, offset: int, encoding: str) -> types.Position:
    """The position of an offset; one past the end is the end."""
    return types.Position(*line_and_character(source, offset, encoding))


def line_and_character(source: Source, offset: int, encoding: str) -> tuple[int, int]:
    """The position of an offset as two numbers, where there are many."""
    starts = source.line_starts
    line = bisect_right(starts, offset) - 1
    # A string knows whether it is ASCII.
    if source.text.isascii():
        return line, min(offset, len(source.text)) - starts[line]
    return line, _units(source.text[starts[line] : offset], encoding)


def to_range(source: Source, span: Span, encoding: str) -> types.Range:
    """The range of a span."""
    return types.Range(to_position(source, span.start, encoding), to_position(source, span.end, encoding))


def to_offset(source: Source, position: types.Position, encoding: str) -> int:
    """The offset of a position; beyond a line's end it is the end, inside of a character its beginning."""
    starts = source.line_starts
    if position.line >= len(starts):
        return len(source.text)
    line = source.line_text(position.line + 1)
    return starts[position.line] + _characters(line, position.character, encoding)


def to_span(source: Source, given: types.Range, encoding: str) -> Span:
    """The span of a range; one that ends before it starts is empty."""
    start = to_offset(source, given.start, encoding)
    return Span(start, max(start, to_offset(source, given.end, encoding)))


def length(text: str, encoding: str) -> int:
    """How many units a text without line breaks takes."""
    return _units(text, encoding)


def _units(text: str, encoding: str) -> int:
    if text.isascii() or encoding == UTF_32:
        return len(text)
    if encoding == UTF_8:
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text) + sum(ord(char) > _ASTRAL for char in text)


def _characters(line: str, units: int, encoding: str) -> int:
    if line.isascii() or encoding == UTF_32:
        return min(units, len(line))
    taken = 0
    for index, char in enumerate(line):
        taken += _units(char, encoding)
        if taken > units:
            return index
    return len(line)
