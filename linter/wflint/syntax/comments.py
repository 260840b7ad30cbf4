"""Comments: what stands behind a `#` outside of every scalar."""

from __future__ import annotations

from bisect import bisect_right

from wflint.source import Span
from wflint.syntax.document import Comment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from wflint.syntax.nodes import Scalar


def find_comments(text: str, scalars: list[Scalar]) -> tuple[Comment, ...]:
    """All comments in the order of the text; `scalars` are all non-empty ones, in that order too.

    Between scalars a `#` begins a comment wherever it stands; one that is part of a value needs no look at it.
    """
    comments = []
    line_end = _line_ends(text)
    starts = [scalar.start for scalar in scalars]
    position = text.find("#")
    while position >= 0:
        index = bisect_right(starts, position) - 1
        if index >= 0 and position < scalars[index].end:
            scalar = scalars[index]
            is_in_header = scalar.style in {"|", ">"} and position < line_end(scalar.start)
            if not is_in_header:
                position = text.find("#", scalar.end)
                continue
        end = line_end(position)
        comments.append(Comment(Span(position, end), text[position + 1 : end].strip()))
        position = text.find("#", end)
    return tuple(comments)


def _line_ends(text: str) -> Callable[[int], int]:
    """The function that gives the end of an offset's line, its line break excluded."""
    if any(line_break in text for line_break in "\r\x85\u2028\u2029"):
        import re

        search = re.compile(r"[\r\n\x85\u2028\u2029]").search

        def end_of_any(offset: int) -> int:
            found = search(text, offset)
            return len(text) if found is None else found.start()

        return end_of_any

    def end(offset: int) -> int:
        found = text.find("\n", offset)
        return len(text) if found < 0 else found

    return end
