"""Parse what is more than plain lines: with YAML's parsers, and with recovery where they find errors."""

from __future__ import annotations

from wflint.source import Span
from wflint.syntax.comments import find_comments
from wflint.syntax.composer import compose
from wflint.syntax.document import Document
from wflint.syntax.documents import NBSP, document_of, place_of, unread
from wflint.syntax.events import (
    MarkedYAMLError,
    YAMLError,
    c_events,
    fastest_events,
    first_error,
    offset_of,
    python_events,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.diagnostic import Problem
    from wflint.source import Source
    from wflint.syntax.events import Parser

# Where libyaml is stricter than SnakeYAML: characters of anchors, tabs at the start of a block scalar, `[a:]`.
_STRICTER = ("expected alphabetic or numeric", "found a tab character where", "found unexpected ':'")
# The pure parser reads some 400,000 characters a second.
_SECOND_OPINION_LIMIT = 600_000


def parse_yaml(source: Source, text: str) -> Document:
    """Parse any text; `text` is as long as the source's, its byte order marks replaced."""
    problems: list[Problem] = []
    parser = fastest_events()
    if NBSP not in text:
        try:
            return document_of(source, text, compose(source, text, parser(text)), problems)
        except (YAMLError, UnicodeEncodeError):
            pass
    from wflint.syntax.characters import has_forbidden, is_binary, replace_forbidden

    if has_forbidden(text):
        if is_binary(text):
            return unread(source, "yaml-syntax", "this is no text but binary data")
        text, problems = replace_forbidden(source, text)
    if NBSP in text:
        from wflint.syntax.nbsp import nbsp_problems, without_nbsp

        spaces = nbsp_problems(source, text)
        if spaces:
            return _repaired(source, without_nbsp(text), spaces, parser)
    error = first_error(text, parser)
    if error is not None and _is_too_strict(error, parser, text):
        parser = python_events
        error = first_error(text, parser)
    if error is None:
        return document_of(source, text, compose(source, text, parser(text)), problems)
    return _recovered(source, text, error, parser, problems)


def _recovered(source: Source, text: str, error: YAMLError, parser: Parser, problems: list[Problem]) -> Document:
    from wflint.syntax.recovery import merged_spans, recover

    recovery = recover(source, text, error, parser)
    problems = [*problems, *recovery.problems]
    composition = recovery.composition
    if composition is None:
        return Document(source, None, (), tuple(sorted(problems, key=place_of)), (Span(0, len(source.text)),))
    document = document_of(source, recovery.text, composition, [])
    lost = "".join(source.text[start:end] for start, end in recovery.holes)
    found = [problem for problem in document.problems if not _is_consequence(problem, lost, recovery.holes)]
    problems = sorted([*problems, *found], key=place_of)
    holes = merged_spans([*recovery.holes, *document.holes])
    return document._replace(problems=tuple(problems), holes=tuple(holes))


def _is_consequence(problem: Problem, lost: str, holes: list[Span]) -> bool:
    """Whether a problem shows only because of what recovery changed."""
    start, end = problem.place.span
    if any(hole.start <= start < hole.end for hole in holes):
        return True
    name = problem.place.source.text[start + 1 : end]
    return problem.kind == "undefined-alias" and f"&{name}" in lost


def _repaired(source: Source, text: str, problems: tuple[Problem, ...], parser: Parser) -> Document:
    """The document of a text whose no-break spaces are the only thing worth saying of it."""
    whole = (Span(0, len(text)),)
    try:
        composition = compose(source, text, parser(text))
    except YAMLError:
        return Document(source, None, (), problems, whole)
    return Document(source, composition.root, find_comments(text, composition.scalars), problems, whole)


def _is_too_strict(error: YAMLError, parser: Parser, text: str) -> bool:
    """Whether ruamel.yaml has to be asked: libyaml refuses something here that SnakeYAML may read."""
    return (
        parser is c_events
        and len(text) <= _SECOND_OPINION_LIMIT
        and isinstance(error, MarkedYAMLError)
        and any(words in (error.problem or "") for words in _STRICTER)
        and offset_of(first_error(text, python_events), text) > offset_of(error, text)
    )
