"""Compose a stream of YAML events to nodes with exact places, in one pass and without recursion."""

from __future__ import annotations

from wflint.diagnostic import Problem
from wflint.source import Place, Span
from wflint.syntax.anchors import Anchors
from wflint.syntax.breaks import WHITE
from wflint.syntax.composition import Composition
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
from wflint.syntax.limits import DEPTH_LIMIT, NODE_LIMIT
from wflint.syntax.nodes import Anchor, Entry, Mapping, Scalar, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.source import Source
    from wflint.syntax.events import Event, NextEvent
    from wflint.syntax.nodes import Node

_MERGE_TAGS = (None, "!", "tag:yaml.org,2002:merge")
_ENDS = "\n\u2028\u2029"
_LINE_ENDS = "\r\n\x85\u2028\u2029"
_AFTER_PROPERTY = WHITE + ",[]{}"


def compose(source: Source, text: str, next_event: NextEvent) -> Composition:
    """Compose the first document; raises `YAMLError` where the events do.

    `text` is what the events are read from: as long as the source's, some characters of it replaced by others.
    """
    next_event()
    event = next_event()
    if event.__class__ is StreamEndEvent:
        return Composition(None, [], [], [], [], [], [], [])
    growth = _Growth(source, text, event)
    while True:
        event = next_event()
        kind = event.__class__
        if kind is ScalarEvent:
            if growth.nodes >= NODE_LIMIT:
                break
            growth.add_scalar(event)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if len(growth.around) >= DEPTH_LIMIT or growth.nodes >= NODE_LIMIT:
                break
            growth.open(event)
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            growth.close(event.end_mark.index)
        elif kind is AliasEvent:
            growth.add_alias(event)
        else:
            event = next_event()
            break
    return growth.finish(event)


class _Growth:
    """A document while it is composed.

    `children`, `opening`, `start`, `anchor` and `size_before` belong to the innermost open collection;
    those of the collections around it are in `around`, the outermost first.
    """

    __slots__ = (
        "anchor",
        "anchors",
        "around",
        "blocks",
        "children",
        "flows",
        "merges",
        "nodes",
        "opening",
        "scalars",
        "size_before",
        "source",
        "start",
        "tagged",
        "text",
    )

    def __init__(self, source: Source, text: str, opening: Event) -> None:
        self.source = source
        self.text = text
        self.scalars: list[Scalar] = []
        self.blocks: list[Scalar] = []
        self.tagged: list[Node] = []
        self.flows: list[Mapping | Sequence] = []
        self.merges: list[tuple[Scalar, list[Node], int, type]] = []
        self.anchors = Anchors(source)
        self.nodes = 0
        self.children: list[Node] = []
        self.opening = opening
        self.start = 0
        self.anchor: Anchor | None = None
        self.size_before = 0
        self.around: list[tuple[list[Node], Event, int, Anchor | None, int]] = []

    def add_scalar(self, event: Event) -> None:
        self.nodes += 1
        start = event.start_mark.index
        end = event.end_mark.index
        style = event.style or ""
        node = Scalar(self.source, start, end, event.value, style, event.tag)
        if event.anchor is not None or event.tag is not None:
            node.start, node.anchor = _properties(self.text, event, end)
            if event.tag is not None:
                self.tagged.append(node)
            if node.anchor is not None:
                self.anchors.open(node.anchor)
                self.anchors.close(node.anchor, node, 1)
        elif start == end:
            earliest = self.children[-1].end if self.children else self.start
            node.start = node.end = _after_indicator(self.text, earliest, start)
        if node.start < node.end:
            if style == "|" or style == ">":  # noqa: PLR1714 - the hot path builds no set
                node.end = _content_end(node, self.text)
                self.blocks.append(node)
            self.scalars.append(node)
            if event.value == "<<" and style == "" and node.tag in _MERGE_TAGS:
                self.merges.append((node, self.children, len(self.children), self.opening.__class__))
        self.children.append(node)

    def add_alias(self, event: Event) -> None:
        self.nodes += 1
        self.children.append(self.anchors.alias(event.anchor, event.start_mark.index, event.end_mark.index, self.nodes))

    def open(self, event: Event) -> None:
        self.nodes += 1
        self.around.append((self.children, self.opening, self.start, self.anchor, self.size_before))
        self.children = []
        self.opening = event
        self.start = event.start_mark.index
        self.anchor = None
        self.size_before = self.nodes + self.anchors.expanded - 1
        if event.anchor is not None or event.tag is not None:
            self.start, self.anchor = _properties(self.text, event, len(self.text))
            if self.anchor is not None:
                self.anchors.open(self.anchor)

    def close(self, end: int) -> None:
        opening, children, anchor = self.opening, self.children, self.anchor
        flow = bool(opening.flow_style)
        if not flow and children:
            end = children[-1].end
        node: Mapping | Sequence
        if opening.__class__ is MappingStartEvent:
            pairs = iter(children)
            entries = tuple(map(Entry, pairs, pairs))
            node = Mapping(self.source, self.start, end, entries, flow, opening.tag, anchor)
        else:
            node = Sequence(self.source, self.start, end, tuple(children), flow, opening.tag, anchor)
        if flow:
            self.flows.append(node)
        if opening.tag is not None:
            self.tagged.append(node)
        if anchor is not None:
            self.anchors.close(anchor, node, self.nodes + self.anchors.expanded - self.size_before)
        self.children, self.opening, self.start, self.anchor, self.size_before = self.around.pop()
        self.children.append(node)

    def finish(self, event: Event) -> Composition:
        """What was composed; `event` is the first that was not."""
        problems, holes = self.anchors.problems, self.anchors.holes
        if event.__class__ is not StreamEndEvent:
            offset = event.start_mark.index
            rest = Place(self.source, Span(offset, len(self.text)))
            holes.append(rest.span)
            problems.append(_problem_of_rest(rest, event, self.nodes))
            while self.around:
                if self.opening.__class__ is MappingStartEvent and len(self.children) % 2:
                    self.children.append(Scalar(self.source, offset, offset, ""))
                self.close(offset)
        problems += self.anchors.undefined()
        problems.sort(key=lambda problem: problem.place.span)
        root = self.children[0]
        merges = [
            (key, siblings[index + 1] if kind is MappingStartEvent and index % 2 == 0 else None)
            for key, siblings, index, kind in self.merges
        ]
        return Composition(
            None if _is_nothing(root) else root,
            self.scalars,
            self.blocks,
            problems,
            holes,
            self.tagged,
            self.flows,
            merges,
        )


def _properties(text: str, event: Event, end: int) -> tuple[int, Anchor | None]:
    """Where the node itself begins after its anchor and tag, in whichever order these stand, and the anchor."""
    position = event.start_mark.index
    anchor = None
    for _ in range((event.anchor is not None) + (event.tag is not None)):
        start = _skip_blanks(text, position, end)
        if text[start : start + 1] not in {"&", "!"}:
            break
        position = start
        while position < end and text[position] not in _AFTER_PROPERTY:
            position += 1
        if text.startswith("&", start):
            position = start + 1 + len(event.anchor)
            anchor = Anchor(event.anchor, Span(start, position))
        elif text.startswith("!<", start):
            position = text.find(">", start, end) + 1 or position
    following = _skip_blanks(text, position, end)
    return (following if following < end else position), anchor


def _skip_blanks(text: str, position: int, end: int) -> int:
    """The first offset that is part of no blank, line break or comment."""
    while position < end:
        if text[position] == "#":
            while position < end and text[position] not in _LINE_ENDS:
                position += 1
        elif text[position] in WHITE:
            position += 1
        else:
            break
    return position


def _after_indicator(text: str, earliest: int, offset: int) -> int:
    """Where an omitted value stands: right after its indicator, though parsers name the next token's place."""
    if text[offset - 1 : offset] in {":", "-", "?"}:
        return offset
    indicator = _skip_blanks(text, earliest, offset)
    return indicator + 1 if indicator < offset and text[indicator] in "-:?,[{" else min(earliest, offset)


def _content_end(scalar: Scalar, text: str) -> int:
    """Where a block scalar's last line ends, empty lines after it excluded; its span is what the parser gave.

    A line of spaces is empty unless it is longer than the indentation.
    """
    content = scalar.value.rstrip(_ENDS)
    if content and content[-1] in " \t" and not content[max(map(content.rfind, _ENDS)) + 1 :].strip(" \t"):
        from wflint.syntax.blocks import last_line_end

        return last_line_end(scalar, text)
    end = scalar.start + len(text[scalar.start : scalar.end].rstrip(WHITE))
    while text[end : end + 1] in {" ", "\t"}:
        end += 1
    return end


def _is_nothing(node: Node) -> bool:
    return isinstance(node, Scalar) and node.start == node.end and node.tag is None and node.anchor is None


def _problem_of_rest(rest: Place, event: Event, nodes: int) -> Problem:
    source, offset = rest.source, rest.span.start
    if event.__class__ is DocumentStartEvent:
        return Problem(
            Place(source, Span(offset, min(offset + 3, rest.span.end))),
            "a second YAML document begins here",
            "yaml-syntax",
            help="CircleCI reads one document a file; remove the `---` or what follows it",
        )
    place = Place(source, Span(offset, min(offset + 1, rest.span.end)))
    if nodes >= NODE_LIMIT:
        message = f"the text has more than {NODE_LIMIT:,} values and collections"
    else:
        message = f"more than {DEPTH_LIMIT} collections stand inside each other"
    return Problem(place, message, "excessive-yaml", help="what follows is not read")
