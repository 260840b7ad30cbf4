"""Compose a stream of YAML events to nodes with exact places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml
from yaml.cyaml import CParser

from wflint.diagnostic import Problem
from wflint.source import Place, Span
from wflint.syntax.nodes import Alias, Entry, Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from wflint.source import Source
    from wflint.syntax.nodes import Node


def compose(source: Source) -> Node | None:
    """Compose the first document of a text; raises `yaml.YAMLError` for what is no YAML."""
    parser = CParser(source.text)
    anchors: dict[str, Node] = {}

    def node() -> Node:
        event = parser.get_event()
        start = event.start_mark.index
        if isinstance(event, yaml.ScalarEvent):
            scalar = Scalar(source, start, event.end_mark.index, event.value, event.style or "", event.tag)
            if event.anchor:
                anchors[event.anchor] = scalar
            return scalar
        if isinstance(event, yaml.MappingStartEvent):
            entries = []
            while not isinstance(parser.peek_event(), yaml.MappingEndEvent):
                entries.append(Entry(node(), node()))
            end = parser.get_event().end_mark.index
            if not event.flow_style and entries:
                end = entries[-1].value.end
            mapping = Mapping(source, start, end, tuple(entries), bool(event.flow_style), event.tag)
            if event.anchor:
                anchors[event.anchor] = mapping
            return mapping
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(parser.peek_event(), yaml.SequenceEndEvent):
                items.append(node())
            end = parser.get_event().end_mark.index
            if not event.flow_style and items:
                end = items[-1].end
            sequence = Sequence(source, start, end, tuple(items), bool(event.flow_style), event.tag)
            if event.anchor:
                anchors[event.anchor] = sequence
            return sequence
        return Alias(source, start, event.end_mark.index, event.anchor, anchors.get(event.anchor))

    parser.get_event()
    if isinstance(parser.peek_event(), yaml.StreamEndEvent):
        return None
    parser.get_event()
    return node()


def syntax_problem(source: Source, error: yaml.MarkedYAMLError) -> Problem:
    """The problem for a parser's error, at the place the parser names."""
    mark = error.problem_mark or error.context_mark
    offset = min(mark.index, len(source.text)) if mark else 0
    return Problem(Place(source, Span(offset, offset)), str(error.problem or error), kind="yaml-syntax")
