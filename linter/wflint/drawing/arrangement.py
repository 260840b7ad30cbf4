"""Where drawings of different sizes go on one canvas: in rows, like words on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

LINE = 1100.0
"""The width, in points, up to which drawings are put side by side; one that is wider makes the canvas wider."""


class Canvas(NamedTuple):
    """The size of a canvas and the upper left corner of each drawing on it, in points."""

    width: float
    height: float
    corners: tuple[tuple[float, float], ...]


def in_rows(sizes: Sequence[tuple[float, float]], line: float = LINE) -> Canvas:
    """Arrange drawings, given by width and height, in their order: left to right, then top down."""
    limit = max([line, *(width for width, _ in sizes)])
    corners = []
    left = top = bottom = right = 0.0
    for width, height in sizes:
        if left and left + width > limit:
            left, top = 0.0, bottom
        corners.append((left, top))
        left += width
        right = max(right, left)
        bottom = max(bottom, top + height)
    return Canvas(right, bottom, tuple(corners))
