"""Parse any text to a document; never raises for what the text holds."""

from __future__ import annotations

from itertools import zip_longest

from wflint.diagnostic import Problem
from wflint.source import Place, Span
from wflint.syntax.comments import find_comments
from wflint.syntax.composer import compose
from wflint.syntax.document import Document
from wflint.syntax.events import (
    MarkedYAMLError,
    YAMLError,
    c_events,
    fastest_events,
    first_error,
    offset_of,
    python_events,
)
from wflint.syntax.limits import SIZE_LIMIT
from wflint.syntax.loading import loading_problems

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.source import Source
    from wflint.syntax.composer import Composition
    from wflint.syntax.events import Parser

_NBSP = "\xa0"
_BOM = "\ufeff"
_LIKE_ANY = "\ufffd"
# Where libyaml is stricter than SnakeYAML: characters of anchors, tabs at the start of a block scalar, `[a:]`.
_STRICTER = ("expected alphabetic or numeric", "found a tab character where", "found unexpected ':'")
# The pure parser reads some 400,000 characters a second.
_SECOND_OPINION_LIMIT = 600_000


def parse(source: Source) -> Document:
    """Parse the first document of a text as SnakeYAML would, saving what can be saved from broken YAML.

    Kinds of problems: `yaml-syntax`, `nbsp-indentation` (then there are no others), `undefined-alias`, `alias-cycle`,
    `unknown-tag`, `merge-of-non-map` and `excessive-yaml`.
    """
    text = source.text
    if len(text) > SIZE_LIMIT:
        return _unread(source, "excessive-yaml", f"the text has more than {SIZE_LIMIT:,} characters and is not read")
    problems: list[Problem] = []
    parser = fastest_events()
    if text.startswith(_BOM):
        # A line break in its place keeps every offset, and every column but that of the mark itself.
        text = "\n" + text[1:]
    if _BOM in text:
        # For SnakeYAML a later mark is a character like others; libyaml skips it at the beginning of a line.
        text = text.replace(_BOM, _LIKE_ANY)
    if _NBSP not in text:
        try:
            return _document(source, text, compose(source, text, parser(text)), problems)
        except (YAMLError, UnicodeEncodeError):
            pass
    from wflint.syntax.characters import has_forbidden, is_binary, replace_forbidden

    if has_forbidden(text):
        if is_binary(text):
            return _unread(source, "yaml-syntax", "this is no text but binary data")
        text, problems = replace_forbidden(source, text)
    if _NBSP in text:
        from wflint.syntax.nbsp import nbsp_problems, without_nbsp

        spaces = nbsp_problems(source, text)
        if spaces:
            return _repaired(source, without_nbsp(text), spaces, parser)
    error = first_error(text, parser)
    if error is not None and _is_too_strict(error, parser, text):
        parser = python_events
        error = first_error(text, parser)
    if error is None:
        return _document(source, text, compose(source, text, parser(text)), problems)
    return _recovered(source, text, error, parser, problems)


def _document(source: Source, text: str, composition: Composition, problems: list[Problem]) -> Document:
    comments = find_comments(text, composition.scalars)
    if _LIKE_ANY in text:
        _restore_marks(source, composition)
    found = [*problems, *composition.problems, *loading_problems(source, text, composition, comments)]
    if len(found) > 1:
        found.sort(key=_place)
    return Document(source, composition.root, comments, tuple(found), tuple(composition.holes))


def _restore_marks(source: Source, composition: Composition) -> None:
    """Put byte order marks back into the values they were replaced in."""
    for scalar in composition.scalars:
        if _LIKE_ANY in scalar.value and _BOM in source.text[scalar.start : scalar.end]:
            import re

            marks = re.findall(f"{_BOM}|{_LIKE_ANY}", source.text[scalar.start : scalar.end])
            pieces = scalar.value.split(_LIKE_ANY)
            scalar.value = "".join(piece + mark for piece, mark in zip_longest(pieces, marks, fillvalue=""))


def _recovered(source: Source, text: str, error: YAMLError, parser: Parser, problems: list[Problem]) -> Document:
    from wflint.syntax.recovery import merged_spans, recover

    recovery = recover(source, text, error, parser)
    problems = [*problems, *recovery.problems]
    composition = recovery.composition
    if composition is None:
        return Document(source, None, (), tuple(sorted(problems, key=_place)), (Span(0, len(source.text)),))
    document = _document(source, recovery.text, composition, [])
    lost = "".join(source.text[start:end] for start, end in recovery.holes)
    found = [problem for problem in document.problems if not _is_consequence(problem, lost, recovery.holes)]
    problems = sorted([*problems, *found], key=_place)
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


def _unread(source: Source, kind: str, message: str) -> Document:
    whole = Span(0, len(source.text))
    problem = Problem(Place(source, Span(0, min(1, whole.end))), message, kind)
    return Document(source, None, (), (problem,), (whole,))


def _place(problem: Problem) -> Span:
    return problem.place.span
