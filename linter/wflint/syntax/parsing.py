"""Parse any text to a document; never raises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint.diagnostic import Problem
from wflint.source import Place, Span
from wflint.syntax.comments import find_comments
from wflint.syntax.composer import compose
from wflint.syntax.document import Document
from wflint.syntax.events import MarkedYAMLError, YAMLError, next_event

if TYPE_CHECKING:
    from wflint.source import Source


def parse(source: Source) -> Document:
    """Parse the first document of a text, saving what can be saved from broken YAML."""
    text = source.text
    try:
        composition = compose(source, text, next_event(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        offset = min(mark.index, len(text)) if mark else 0
        problem = Problem(Place(source, Span(offset, offset)), str(error.problem or error), kind="yaml-syntax")
        return Document(source, None, (), (problem,), (Span(0, len(text)),))
    except (YAMLError, UnicodeEncodeError):
        problem = Problem(Place(source, Span(0, 0)), "this is not YAML", kind="yaml-syntax")
        return Document(source, None, (), (problem,), (Span(0, len(text)),))
    return Document(
        source,
        composition.root,
        find_comments(text, composition.scalars),
        tuple(composition.problems),
        tuple(composition.holes),
    )
