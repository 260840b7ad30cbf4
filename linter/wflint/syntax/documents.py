"""What becomes of a composed text: its comments and problems are found, and its characters restored."""

from __future__ import annotations

from itertools import zip_longest

from wflint.diagnostic import Problem
from wflint.source import Place, Span
from wflint.syntax.comments import find_comments
from wflint.syntax.document import Document
from wflint.syntax.loading import loading_problems

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.source import Source
    from wflint.syntax.composition import Composition

NBSP = "\xa0"
BOM = "\ufeff"
LIKE_ANY = "\ufffd"
"""What stands for a byte order mark while a text is composed."""


def document_of(source: Source, text: str, composition: Composition, problems: list[Problem]) -> Document:
    """The document of a composed text, with the problems that were found before and those that its nodes have."""
    comments = find_comments(text, composition.scalars)
    if LIKE_ANY in text:
        _restore_marks(source, composition)
    found = [*problems, *composition.problems, *loading_problems(source, text, composition, comments)]
    if len(found) > 1:
        found.sort(key=place_of)
    return Document(source, composition.root, comments, tuple(found), tuple(composition.holes))


def _restore_marks(source: Source, composition: Composition) -> None:
    """Put byte order marks back into the values they were replaced in."""
    for scalar in composition.scalars:
        if LIKE_ANY in scalar.value and BOM in source.text[scalar.start : scalar.end]:
            import re

            marks = re.findall(f"{BOM}|{LIKE_ANY}", source.text[scalar.start : scalar.end])
            pieces = scalar.value.split(LIKE_ANY)
            scalar.value = "".join(piece + mark for piece, mark in zip_longest(pieces, marks, fillvalue=""))


def unread(source: Source, kind: str, message: str) -> Document:
    """The document of a text that is not read at all: one problem at its beginning."""
    whole = Span(0, len(source.text))
    problem = Problem(Place(source, Span(0, min(1, whole.end))), message, kind)
    return Document(source, None, (), (problem,), (whole,))


def place_of(problem: Problem) -> Span:
    """The key by which the problems of one text are sorted."""
    return problem.place.span
