"""Comments that silence rules: `# wflint: ignore[NAME]`, and CircleCI's own `# cci-ignore`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint.deferred import regex
from wflint.records import NamedTuple
from wflint.source import Span
from wflint.syntax.nodes import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from wflint.diagnostic import Frame
    from wflint.source import Place, Source
    from wflint.syntax.document import Comment, Document
    from wflint.syntax.nodes import Node

_OURS = regex(r"#[ \t]*wflint:[ \t]*(?P<scope>ignore-file|ignore)(?![\w-])(?P<names>[ \t]*\[[^\]\r\n]*\])?")
_NAME = regex(r"[^\s,]+")
_LAST_LINE = 1 << 60

BLANK = " \t\ufeff"
"""What may stand before a comment that is alone on its line: blanks, and the mark at the start of a file."""


class Suppression(NamedTuple):
    """One comment of ours.

    `names` are the rules it silences, each with its place; empty if none were written, and then it silences nothing.
    `lines` are the 1-based first and last line it covers. `in_script` says that it stands in a block scalar, where
    it is part of the text that runs.
    """

    comment: Span
    names: tuple[tuple[str, Span], ...]
    lines: tuple[int, int]
    in_script: bool

    @property
    def is_unnamed(self) -> bool:
        """Whether it names no rule."""
        return not self.names


class Suppressions:
    """All suppressions of a text; `used` are those of ours that silenced something, as (comment's start, name).

    `known` are the names of all installed rules, `judged` of those that looked at the whole text.
    """

    __slots__ = ("_by_name", "_ignored_lines", "judged", "known", "source", "suppressions", "used")

    def __init__(
        self, source: Source, suppressions: tuple[Suppression, ...], ignored_lines: tuple[tuple[int, int], ...]
    ) -> None:
        self.source = source
        self.suppressions = suppressions
        self.used: set[tuple[int, str]] = set()
        self.known: frozenset[str] = frozenset()
        self.judged: frozenset[str] = frozenset()
        self._ignored_lines = ignored_lines
        self._by_name: dict[str, list[Suppression]] = {}
        for suppression in suppressions:
            for name, _ in suppression.names:
                self._by_name.setdefault(name, []).append(suppression)

    def cover(self, rule: str, place: Place, frame: Frame | None) -> bool:
        """Whether a problem is suppressed at its place or at a call of its chain; what does it counts as used."""
        suppressions = self._by_name.get(rule, ())
        if not suppressions and not self._ignored_lines:
            return False
        covered = False
        for line in self._lines(place, frame):
            covered = covered or any(first <= line <= last for first, last in self._ignored_lines)
            for suppression in suppressions:
                if suppression.lines[0] <= line <= suppression.lines[1]:
                    self.used.add((suppression.comment.start, rule))
                    covered = True
        return covered

    def unused(self) -> Iterator[tuple[Suppression, tuple[tuple[str, Span], ...]]]:
        """Suppressions with the names that silenced nothing although their rule looked; in the order of the text."""
        for suppression in self.suppressions:
            names = tuple(
                (name, span)
                for name, span in suppression.names
                if name in self.judged and (suppression.comment.start, name) not in self.used
            )
            if names:
                yield suppression, names

    def _lines(self, place: Place, frame: Frame | None) -> Iterator[int]:
        if place.source is self.source:
            yield self.source.line_column(place.span.start)[0]
        while frame is not None:
            if frame.call.source is self.source:
                yield self.source.line_column(frame.call.span.start)[0]
            frame = frame.parent


def suppressions_of(document: Document, *, honor_cci_ignore: bool) -> Suppressions | None:
    """The suppressions of a text; None, the usual case, if it has none."""
    text = document.source.text
    ours = tuple(_ours(document)) if "wflint:" in text else ()
    theirs = tuple(_theirs(document)) if honor_cci_ignore and "cci-ignore" in text else ()
    return Suppressions(document.source, ours, theirs) if ours or theirs else None


def _ours(document: Document) -> Iterator[Suppression]:
    source = document.source
    comments = {comment.span.start for comment in document.comments}
    scripts: list[Span] | None = None
    for match in _OURS.finditer(source.text):
        in_script = False
        if match.start() not in comments:
            if scripts is None:
                scripts = list(_block_scalars(document.root))
            in_script = any(start <= match.start() < end for start, end in scripts)
            if not in_script or source.text[match.start() - 1 : match.start()].strip():
                continue
        yield _suppression(source, match, in_script=in_script)


def _suppression(source: Source, match: re.Match[str], *, in_script: bool) -> Suppression:
    line = source.line_column(match.start())[0]
    comment = Span(match.start(), source.line_span(line).start + len(source.line_text(line)))
    names: tuple[tuple[str, Span], ...] = ()
    if match["names"]:
        start, end = match.span("names")
        inner = source.text.index("[", start) + 1
        found = _NAME.finditer(source.text, inner, end - 1)
        names = tuple((name.group(), Span(*name.span())) for name in found)
    if match["scope"] == "ignore-file":
        lines = (1, _LAST_LINE)
    elif source.text[source.line_span(line).start : match.start()].strip(BLANK):
        lines = (line, line)
    else:
        lines = (line, _next_line_with_text(source, line))
    return Suppression(comment, names, lines, in_script)


def _next_line_with_text(source: Source, line: int) -> int:
    for number in range(line + 1, len(source.line_starts) + 1):
        text = source.line_text(number).strip()
        if text and not text.startswith("#"):
            return number
    return line


def _theirs(document: Document) -> Iterator[tuple[int, int]]:
    """The 1-based lines that CircleCI's language server would ignore, as first and last.

    https://github.com/CircleCI-Public/circleci-yaml-language-server, `pkg/parser/suppression.go`
    """
    opened: int | None = None
    for comment in document.comments:
        word = _first_word(comment)
        line = document.source.line_column(comment.span.start)[0]
        if word == "cci-ignore":
            yield line, line
        elif word == "cci-ignore-next-line":
            yield line + 1, line + 1
        elif word == "cci-ignore-file":
            yield 1, _LAST_LINE
        elif word == "cci-ignore-start" and opened is None:
            opened = line
        elif word == "cci-ignore-end" and opened is not None:
            yield opened, line
            opened = None
    if opened is not None:
        yield opened, _LAST_LINE


def _first_word(comment: Comment) -> str:
    return comment.text.split(maxsplit=1)[0].rstrip(":") if comment.text else ""


def _block_scalars(node: Node | None) -> Iterator[Span]:
    stack = [] if node is None else [node]
    while stack:
        current = stack.pop()
        if isinstance(current, Scalar):
            if current.style in {"|", ">"}:
                yield current.span
        elif isinstance(current, Sequence):
            stack.extend(current.items)
        elif isinstance(current, Mapping):
            for entry in current.entries:
                stack += entry
