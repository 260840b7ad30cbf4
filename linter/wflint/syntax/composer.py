"""Compose a stream of YAML events to nodes with exact places, in one pass and without recursion."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from wflint.diagnostic import Problem
from wflint.source import Place, Span
from wflint.syntax.anchors import Anchors
from wflint.syntax.blocks import content_end
from wflint.syntax.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from wflint.syntax.limits import DEPTH_LIMIT
from wflint.syntax.nodes import Anchor, Entry, Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from wflint.source import Source
    from wflint.syntax.events import Event, NextEvent
    from wflint.syntax.nodes import Node

_BREAKS = r"\r\n\x85\u2028\u2029"
_BLANKS = rf"(?:[ \t{_BREAKS}]|#[^{_BREAKS}]*)*"
_BLANK = re.compile(_BLANKS)
_INDICATOR = re.compile(_BLANKS + r"[-:?,\[{]")
_TAG = re.compile(r"!<[^>\s]*>|![^\s,\[\]{}]*")


class Composition(NamedTuple):
    """The first document of a stream of events.

    `scalars` are all that are not empty, keys included, in the order of the text.
    `problems` and `holes` are what aliases, depth and further documents gave, each in the order of the text.
    """

    root: Node | None
    scalars: list[Scalar]
    problems: list[Problem]
    holes: list[Span]


def compose(source: Source, text: str, next_event: NextEvent) -> Composition:
    """Compose the first document; raises `YAMLError` where the events do.

    `text` is what the events are read from: as long as the source's, some characters of it replaced by others.
    """
    next_event()
    event = next_event()
    scalars: list[Scalar] = []
    if event.__class__ is StreamEndEvent:
        return Composition(None, scalars, [], [])
    anchors = Anchors(source)
    # These belong to the innermost open collection; what belongs to those around it is on the stack.
    children: list[Node] = []
    opening: Event = event
    start = 0
    anchor: Anchor | None = None
    first = 0
    stack: list[tuple[list[Node], Event, int, Anchor | None, int]] = []
    count = 0
    node: Node
    while True:
        event = next_event()
        kind = event.__class__
        if kind is ScalarEvent:
            count += 1
            begin = event.start_mark.index
            end = event.end_mark.index
            style = event.style or ""
            node = Scalar(source, begin, end, event.value, style, event.tag)
            if event.anchor is not None or event.tag is not None:
                begin, node.anchor = _properties(text, begin, end, event)
                node.start = begin
                if node.anchor is not None:
                    anchors.open(node.anchor)
                    anchors.close(node.anchor, node, 1)
            elif begin == end:
                node.start = node.end = _after_indicator(text, children[-1].end if children else start, begin)
            if begin != end:
                if style == "|" or style == ">":
                    node.end = content_end(text, begin, end)
                scalars.append(node)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            count += 1
            if len(stack) >= DEPTH_LIMIT:
                break
            stack.append((children, opening, start, anchor, first))
            children = []
            opening = event
            start = event.start_mark.index
            anchor = None
            first = count + anchors.expanded
            if event.anchor is not None or event.tag is not None:
                start, anchor = _properties(text, start, len(text), event)
                if anchor is not None:
                    anchors.open(anchor)
            continue
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            node = _collection(source, opening, start, event.end_mark.index, children, anchor)
            if anchor is not None:
                anchors.close(anchor, node, count + anchors.expanded - first + 1)
            children, opening, start, anchor, first = stack.pop()
        elif kind is AliasEvent:
            count += 1
            node = anchors.alias(event.anchor, event.start_mark.index, event.end_mark.index, count)
        else:
            break
        children.append(node)
    problems = anchors.problems
    holes = anchors.holes
    if stack:
        offset = event.start_mark.index
        problems.append(_too_deep(source, offset))
        holes.append(Span(offset, len(text)))
        while stack:
            node = _collection(source, opening, start, offset, children, anchor)
            children, opening, start, anchor, first = stack.pop()
            children.append(node)
    else:
        event = next_event()
        if event.__class__ is DocumentStartEvent:
            offset = event.start_mark.index
            problems.append(_second_document(source, offset))
            holes.append(Span(offset, len(text)))
    problems += anchors.undefined()
    problems.sort(key=lambda problem: problem.place.span)
    root = children[0]
    return Composition(None if _is_nothing(root) else root, scalars, problems, holes)


def _collection(
    source: Source, opening: Event, start: int, end: int, children: list[Node], anchor: Anchor | None
) -> Mapping | Sequence:
    flow = bool(opening.flow_style)
    if not flow and children:
        end = children[-1].end
    if opening.__class__ is SequenceStartEvent:
        return Sequence(source, start, end, tuple(children), flow, opening.tag, anchor)
    if len(children) % 2:
        children.append(Scalar(source, end, end, ""))
    pairs = iter(children)
    return Mapping(source, start, end, tuple(map(Entry, pairs, pairs)), flow, opening.tag, anchor)


def _properties(text: str, start: int, end: int, event: Event) -> tuple[int, Anchor | None]:
    """Where the node itself begins after its anchor and tag, in whichever order these stand, and the anchor."""
    anchor = None
    for _ in range((event.anchor is not None) + (event.tag is not None)):
        start = _BLANK.match(text, start, end).end()
        if text.startswith("&", start):
            stop = start + 1 + len(event.anchor)
            anchor = Anchor(event.anchor, Span(start, stop))
            start = stop
        else:
            start = _TAG.match(text, start, end).end()
    blank = _BLANK.match(text, start, end)
    return (blank.end() if blank.end() < end else start), anchor


def _after_indicator(text: str, earliest: int, offset: int) -> int:
    """Where an omitted value stands: right after its indicator, though parsers name the next token's place."""
    if text[offset - 1 : offset] in (":", "-", "?"):
        return offset
    match = _INDICATOR.match(text, earliest, offset)
    return match.end() if match else min(earliest, offset)


def _is_nothing(node: Node) -> bool:
    return isinstance(node, Scalar) and node.start == node.end and node.tag is None and node.anchor is None


def _too_deep(source: Source, offset: int) -> Problem:
    return Problem(
        Place(source, Span(offset, offset + 1)),
        f"more than {DEPTH_LIMIT} collections stand inside each other",
        "excessive-yaml",
        help="what follows is not read",
    )


def _second_document(source: Source, offset: int) -> Problem:
    return Problem(
        Place(source, Span(offset, offset + 3)),
        "a second YAML document begins here",
        "yaml-syntax",
        help="CircleCI reads one document a file; remove the `---` or what follows it",
    )
