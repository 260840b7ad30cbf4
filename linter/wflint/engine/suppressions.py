"""Comments that silence rules: `# wflint: ignore[NAME]`, and CircleCI's own `# cci-ignore`."""

from __future__ import annotations

from bisect import bisect_right

from wflint.deferred import regex
from wflint.records import NamedTuple
from wflint.source import Span
from wflint.syntax.nodes import Mapping, Scalar, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

    from wflint.diagnostic import Frame
    from wflint.source import Place, Source
    from wflint.syntax.document import Comment, Document
    from wflint.syntax.nodes import Node

_OURS = regex(r"#[ \t]*wflint:[ \t]*(?P<scope>ignore-file|ignore)(?![\w-])(?P<names>[ \t]*\[[^\]\r\n]*\])?")
_NAME = regex(r"[^\s,]+")
_LAST_LINE = 1 << 60

WHOLE_FILE = 0
"""In place of a line: all of them."""

BLANK = " \t\ufeff"
"""What may stand before a comment that is alone on its line: blanks, and the mark at the start of a file."""


class Suppression(NamedTuple):
    """One comment of ours.

    `names` are the rules it silences, each with its place; empty if none were written, and then it silences nothing.
    `line` is the 1-based line it covers, or `WHOLE_FILE`. `in_script` says that it stands in a block scalar, where it
    is part of the text that runs.
    """

    comment: Span
    names: tuple[tuple[str, Span], ...]
    line: int
    in_script: bool

    @property
    def is_unnamed(self) -> bool:
        """Whether it names no rule."""
        return not self.names


class Suppressions:
    """All suppressions of a text; `used` are those of ours that silenced something, as (comment's start, name).

    `known` are the names of all installed rules, `judged` of those that looked at the whole text.
    """

    __slots__ = ("_ignored", "_marked", "_waiting", "judged", "known", "source", "suppressions", "used")

    def __init__(
        self, source: Source, suppressions: tuple[Suppression, ...], ignored_lines: Iterable[tuple[int, int]]
    ) -> None:
        self.source = source
        self.suppressions = suppressions
        self.used: set[tuple[int, str]] = set()
        self.known: frozenset[str] = frozenset()
        self.judged: frozenset[str] = frozenset()
        self._ignored = _joined(ignored_lines)
        self._waiting: dict[tuple[str, int], list[Suppression]] = {}
        self._marked: set[tuple[str, int]] = set()
        for suppression in suppressions:
            for name, _ in suppression.names:
                self._waiting.setdefault((name, suppression.line), []).append(suppression)

    def cover(self, rule: str, place: Place, frame: Frame | None) -> bool:
        """Whether a problem is suppressed at its place or at a call of its chain; what does it counts as used."""
        covered = False
        for line in self._lines(place, frame):
            for where in (line, WHOLE_FILE):
                covered = self._use(rule, where) or covered
            last = bisect_right(self._ignored, (line, _LAST_LINE)) - 1
            covered = covered or (last >= 0 and line <= self._ignored[last][1])
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

    def _use(self, rule: str, line: int) -> bool:
        """Whether a rule is silenced on a line; of many comments that do so, each is marked once."""
        where = (rule, line)
        if where in self._waiting:
            self.used |= {(suppression.comment.start, rule) for suppression in self._waiting.pop(where)}
            self._marked.add(where)
        return where in self._marked

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
    below: list[int] | None = None
    for match in _OURS.finditer(source.text):
        in_script = False
        if match.start() not in comments:
            if scripts is None:
                scripts = sorted(_block_scalars(document.root))
            last = bisect_right(scripts, (match.start(), _LAST_LINE)) - 1
            in_script = last >= 0 and match.start() < scripts[last].end
            if not in_script or source.text[match.start() - 1 : match.start()].strip():
                continue
        line = source.line_column(match.start())[0]
        if match["scope"] == "ignore-file":
            covered = WHOLE_FILE
        elif source.text[source.line_span(line).start : match.start()].strip(BLANK):
            covered = line
        else:
            below = below or _lines_below(source)
            covered = below[line]
        comment = Span(match.start(), source.line_span(line).start + len(source.line_text(line)))
        yield Suppression(comment, _names(source, match), covered, in_script)


def _names(source: Source, match: re.Match[str]) -> tuple[tuple[str, Span], ...]:
    if not match["names"]:
        return ()
    start, end = match.span("names")
    found = _NAME.finditer(source.text, source.text.index("[", start) + 1, end - 1)
    return tuple([(name.group(), Span(*name.span())) for name in found])


def _lines_below(source: Source) -> list[int]:
    """For each 1-based line the next with more than a comment, or the line itself if there is none."""
    count = len(source.line_starts)
    below = list(range(count + 1))
    following = 0
    for line in range(count, 0, -1):
        below[line] = following or line
        text = source.line_text(line).strip()
        if text and not text.startswith("#"):
            following = line
    return below


def _joined(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges of lines in their order, those that overlap as one."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


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
