"""What SnakeYAML's scanner refuses and libyaml takes: tabs between tokens, escapes of YAML 1.2, block headers."""

from __future__ import annotations

from bisect import bisect_right

from wflint.deferred import regex
from wflint.diagnostic import Edit, Fix, Problem
from wflint.source import Place, Span
from wflint.syntax.blocks import block_indent
from wflint.syntax.breaks import BREAKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.source import Source
    from wflint.syntax.composition import Composition
    from wflint.syntax.document import Comment
    from wflint.syntax.nodes import Scalar

_BREAK = regex(f"[{BREAKS}]")
_ESCAPE = regex(r"\\[^\r\n]")
_TABS = regex(r"\t[\t ]*")
_HEADER = regex(rf"[|>][-+0-9]* *(?:(?<= )#[^{BREAKS}]*)?(?=[{BREAKS}]|$)")
_AFTER_BREAK = regex(rf"[{BREAKS}] *(\t[\t ]*)")


def scanning_problems(
    source: Source, text: str, composition: Composition, comments: tuple[Comment, ...]
) -> Iterator[Problem]:
    """The problems of a composed text, of each kind in the order of the text."""
    yield from _headers(source, text, composition)
    if "\\/" in text or "\\\t" in text:
        yield from _escapes(source, text, composition)
    if "\t" in text:
        yield from _tab_problems(source, text, list(_tabs(text, composition, comments)))


def _headers(source: Source, text: str, composition: Composition) -> Iterator[Problem]:
    for scalar in composition.blocks:
        if not _HEADER.match(text, scalar.start):
            match = _BREAK.search(text, scalar.start)
            place = Place(source, Span(scalar.start, match.start() if match else scalar.end))
            message = f"something other than a comment follows `{scalar.style}`"
            yield Problem(place, message, "yaml-syntax", help="end the line there, or put a space before the `#`")


def _escapes(source: Source, text: str, composition: Composition) -> Iterator[Problem]:
    """Escape sequences of YAML 1.2 that YAML 1.1 does not have."""
    for scalar in composition.scalars:
        if scalar.style == '"':
            for match in _ESCAPE.finditer(text, scalar.start, scalar.end):
                if match[0][1] in "/\t":
                    message = (
                        f"`{match[0]}` is no escape sequence" if match[0][1] == "/" else "a backslash escapes a tab"
                    )
                    place = Place(source, Span(*match.span()))
                    fix = Fix("remove the backslash", (Edit(Span(match.start(), match.start() + 1), ""),), safe=True)
                    yield Problem(place, message, "yaml-syntax", help="remove the backslash", fix=fix)


def _tabs(text: str, composition: Composition, comments: tuple[Comment, ...]) -> Iterator[Span]:
    """Tabs between tokens, each with the blanks behind it; only behind an unquoted value they are harmless."""
    scalars = composition.scalars
    starts = [scalar.start for scalar in scalars]
    comment_starts = [comment.span.start for comment in comments]
    position = text.find("\t")
    while position >= 0:
        index = bisect_right(starts, position) - 1
        scalar = scalars[index] if index >= 0 else None
        comment = bisect_right(comment_starts, position) - 1
        if comment >= 0 and position < comments[comment].span.end:
            end = comments[comment].span.end
        elif scalar is not None and position < scalar.end:
            end = scalar.end
            if scalar.style == "":
                yield from (Span(*match.span(1)) for match in _AFTER_BREAK.finditer(text, scalar.start, end))
        else:
            match = _TABS.match(text, position)
            end = match.end() if match else position + 1
            if scalar is None or not _takes_tab(scalar, text, position):
                yield Span(position, end)
        position = text.find("\t", end)


def _takes_tab(scalar: Scalar, text: str, position: int) -> bool:
    """Whether a tab behind a scalar belongs to it: behind an unquoted value, or on a blank line of a block scalar."""
    between = text[scalar.end : position]
    if scalar.style == "":
        return not between.strip(" ")
    if scalar.style in {"'", '"'} or between.strip():
        return False
    return position - max(text.rfind("\n", 0, position), text.rfind("\r", 0, position)) - 1 >= block_indent(scalar) > 0


def _tab_problems(source: Source, text: str, tabs: list[Span]) -> Iterator[Problem]:
    """One problem for each run of consecutive lines."""
    run: list[Span] = []
    lines: list[int] = []
    for span in tabs:
        line = source.line_column(span.start)[0]
        if lines and line > lines[-1] + 1:
            yield _tab_problem(source, text, run, len(set(lines)))
            run, lines = [], []
        run.append(span)
        lines.append(line)
    if run:
        yield _tab_problem(source, text, run, len(set(lines)))


def _tab_problem(source: Source, text: str, run: list[Span], lines: int) -> Problem:
    edits = tuple(Edit(span, text[span.start : span.end].replace("\t", " ")) for span in run)
    subject = "this line has a tab" if lines == 1 else f"{lines} lines have tabs"
    return Problem(
        Place(source, run[0]),
        f"{subject} where YAML knows only spaces",
        "yaml-syntax",
        help="replace tabs by spaces",
        fix=Fix("replace the tabs by spaces", edits, safe=True),
    )
