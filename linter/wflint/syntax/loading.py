"""What CircleCI's YAML loader, SnakeYAML, rejects though the parser reads it.

Observed with SnakeYAML 1.33; the tests hold it against that.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import chain
from typing import TYPE_CHECKING

from wflint.diagnostic import Edit, Fix, Problem
from wflint.source import Place, Span
from wflint.syntax.blocks import BREAKS, block_indent
from wflint.syntax.nodes import Mapping, Scalar, Sequence, resolve
from wflint.syntax.scalars import CORE, tagged_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.source import Source
    from wflint.syntax.composer import Composition
    from wflint.syntax.document import Comment
    from wflint.syntax.nodes import Node

_BREAK = re.compile(f"[{BREAKS}]")
_ESCAPE = re.compile(r"\\[^\r\n]")
_TABS = re.compile(r"\t[\t ]*")
_HEADER = re.compile(rf"[|>][-+0-9]* *(?:(?<= )#[^{BREAKS}]*)?(?=[{BREAKS}]|$)")
_AFTER_BREAK = re.compile(rf"[{BREAKS}] *(\t[\t ]*)")
_SCALAR_TAGS = frozenset(("null", "bool", "int", "float", "binary", "timestamp", "str"))
_SEQUENCE_TAGS = frozenset(("seq", "omap", "pairs"))
_MAPPING_TAGS = frozenset(("map", "set"))


def loading_problems(
    source: Source, text: str, composition: Composition, comments: tuple[Comment, ...]
) -> Iterator[Problem]:
    """The problems of a composed text, of each kind in the order of the text."""
    yield from _headers(source, text, composition)
    if "\\/" in text or "\\\t" in text:
        yield from _escapes(source, text, composition)
    if "\t" in text:
        yield from _tab_problems(source, text, list(_tabs(text, composition, comments)))
    yield from _question_marks(composition)
    yield from filter(None, map(_tag_problem, composition.tagged))
    yield from filter(None, (_merge_problem(*merge) for merge in composition.merges))


def _headers(source: Source, text: str, composition: Composition) -> Iterator[Problem]:
    for scalar in composition.scalars:
        if (scalar.style == "|" or scalar.style == ">") and not _HEADER.match(text, scalar.start):  # noqa: PLR1714 - no set here
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


def _question_marks(composition: Composition) -> Iterator[Problem]:
    """Inside brackets SnakeYAML ends an unquoted value at a question mark, and what follows then fits nothing."""
    for collection in composition.flows:
        nodes: Iterator[Node] = iter(
            collection.items if isinstance(collection, Sequence) else chain.from_iterable(collection.entries)
        )
        for node in nodes:
            if isinstance(node, Scalar) and node.style == "" and "?" in node.value[1:]:
                yield Problem(
                    node.place,
                    f"inside brackets `{node.value}` ends before its `?`",
                    "yaml-syntax",
                    help="quote it",
                    fix=_quoting(node),
                )


def _quoting(node: Scalar) -> Fix | None:
    if "\n" in node.value or node.end - node.start != len(node.value):
        return None
    quoted = "'" + node.value.replace("'", "''") + "'"
    return Fix("quote the value", (Edit(node.span, quoted),), safe=True)


def _tag_problem(node: Node) -> Problem | None:
    tag = node.tag
    if tag is None or tag == "!" or (isinstance(node, Scalar) and node.value == "<<" and tag == CORE + "merge"):
        return None
    name = tag.removeprefix(CORE) if tag.startswith(CORE) else None
    shown = f"!!{name}" if name is not None else tag
    if name is None or name not in _SCALAR_TAGS | _SEQUENCE_TAGS | _MAPPING_TAGS:
        return Problem(node.place, f"tag `{shown}` means nothing to CircleCI", "unknown-tag", help="remove the tag")
    wanted = "a list" if name in _SEQUENCE_TAGS else "a map" if name in _MAPPING_TAGS else "a single value"
    actual = "a list" if isinstance(node, Sequence) else "a map" if isinstance(node, Mapping) else "a single value"
    if wanted != actual:
        return Problem(node.place, f"tag `{shown}` is for {wanted}, and this is {actual}", "unknown-tag")
    if isinstance(node, Scalar):
        try:
            tagged_data(node)
        except ValueError:
            return Problem(node.place, f"`{node.value}` does not fit its tag `{shown}`", "unknown-tag")
    return None


def _merge_problem(key: Scalar, value: Node | None) -> Problem | None:
    if value is None:
        message = "an unquoted `<<` merges maps and can only be a key"
        return Problem(key.place, message, "merge-of-non-map", help="quote it if it is text")
    target = resolve(value)
    if isinstance(target, Scalar) and target.style == "*":
        return None
    for item in map(resolve, target.items) if isinstance(target, Sequence) else (target,):
        if not isinstance(item, Mapping) and not (isinstance(item, Scalar) and item.style == "*"):
            kind = "a list" if isinstance(item, Sequence) else "a single value"
            message = f"`<<` merges maps, and what it is given is {kind}"
            return Problem(value.place, message, "merge-of-non-map", help="give it a map or a list of maps")
    return None
