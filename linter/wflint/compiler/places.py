"""From offsets in a scalar's value to places in its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint.source import Place, Span

if TYPE_CHECKING:
    from wflint.syntax.nodes import Scalar


def place_in(scalar: Scalar, start: int, end: int) -> Place:
    """The place of a stretch of a scalar's value, given by offsets in the value; the whole scalar if it is folded.

    A text that the source does not hold letter by letter (escapes, folding) is found by what it says.
    """
    source = scalar.source
    text = source.text
    first = scalar.start + (1 if scalar.style in {"'", '"'} else 0)
    if scalar.style in {"", "'", '"'} and text.startswith(scalar.value, first):
        return Place(source, Span(first + start, first + end))
    word = scalar.value[start:end]
    occurrence = scalar.value.count(word, 0, start) if word else 0
    position = scalar.start - 1
    for _ in range(occurrence + 1):
        position = text.find(word, position + 1, scalar.end) if word else -1
        if position < 0:
            return scalar.place
    return Place(source, Span(position, position + len(word)))
