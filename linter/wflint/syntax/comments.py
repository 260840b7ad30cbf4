"""Comments: what stands behind a `#` outside of every scalar."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from wflint.source import Span
from wflint.syntax.document import Comment

if TYPE_CHECKING:
    from wflint.syntax.nodes import Scalar

_BREAK = re.compile(r"[\r\n\x85\u2028\u2029]")


def find_comments(text: str, scalars: list[Scalar]) -> tuple[Comment, ...]:
    """All comments in the order of the text; `scalars` are all non-empty ones, in that order too.

    Between scalars a `#` begins a comment wherever it stands; one that is part of a value needs no look at it.
    """
    comments = []
    starts = [scalar.start for scalar in scalars]
    position = text.find("#")
    while position >= 0:
        index = bisect_right(starts, position) - 1
        if index >= 0 and position < scalars[index].end:
            scalar = scalars[index]
            header = _BREAK.search(text, scalar.start, scalar.end) if scalar.style in ("|", ">") else None
            if header is None or header.start() < position:
                position = text.find("#", scalar.end)
                continue
        stop = _BREAK.search(text, position)
        end = stop.start() if stop else len(text)
        comments.append(Comment(Span(position, end), text[position + 1 : end].strip()))
        position = text.find("#", end)
    return tuple(comments)
