"""From offsets in a scalar's value to places in its source."""

from __future__ import annotations

from wflint.source import Place, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.syntax.nodes import Scalar


def place_in(scalar: Scalar, start: int, end: int) -> Place:
    """The place of a stretch of a scalar's value, given by offsets in the value; the whole scalar if unknown."""
    first = scalar.start + (1 if scalar.style in {"'", '"'} else 0)
    if scalar.style in {"", "'", '"'} and scalar.source.text.startswith(scalar.value, first):
        return Place(scalar.source, Span(first + start, first + end))
    from wflint.syntax.blocks import value_place

    return value_place(scalar, start, end)
