"""ruamel.yaml's pure parser, made to read as SnakeYAML does: its events in the classes of PyYAML."""

from __future__ import annotations

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError as RuamelMarkedError
from ruamel.yaml.error import YAMLError as RuamelError
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from wflint.deferred import regex
from wflint.source import Source
from wflint.syntax.blocks import value_spans
from wflint.syntax.breaks import BLANKS
from wflint.syntax.events import MarkedYAMLError, YAMLError
from wflint.syntax.nodes import Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from wflint.syntax.events import Event

_NO_ANCHOR = regex(r"[:,\[\]{}/.*&]")
_NO_TAG = regex(r"[\[\]{}]")
# Tabs behind something else than blanks on their line; those before are indentation, an error for everyone.
_INNER_TABS = regex(r"(?<=[^\s])[ \t]*\t[ \t]*")
_LINE_BREAKS = {0x85: "\n", 0x2028: "\n", 0x2029: "\n"}
_PROPERTIES = regex(rf"(?:[&!][^\s,\[\]{{}}]*{BLANKS})*")
_SOFT = regex("[\t\u2028\u2029]")


def pure_events(text: str) -> Iterator[Event]:
    """The events of a text, in order; raises `YAMLError`."""
    reader = YAML(typ="safe", pure=True)
    reader.version = (1, 1)
    source = Source(text)
    try:
        for found in reader.parse(_softened(text)):
            event = _CONVERSIONS[type(found).__name__](found)
            _refuse_odd_properties(event)
            if isinstance(event, ScalarEvent):
                event.value = _hardened(source, event)
            yield event
    except RuamelMarkedError as error:
        raise MarkedYAMLError(error.context, error.context_mark, error.problem, error.problem_mark) from None
    except RuamelError as error:
        raise YAMLError(str(error)) from None


def _refuse_odd_properties(event: Event) -> None:
    """Raise for the characters of anchors and tags that ruamel.yaml takes and SnakeYAML does not."""
    anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
    if anchor is not None and _NO_ANCHOR.search(anchor):
        kind = "alias" if isinstance(event, AliasEvent) else "anchor"
        raise MarkedYAMLError(f"while scanning an {kind}", event.start_mark, "unexpected character found")
    if tag is not None and _NO_TAG.search(tag):
        raise MarkedYAMLError("while scanning a tag", event.start_mark, "unexpected character found", event.start_mark)


def _softened(text: str) -> str:
    """The text without what ruamel.yaml takes for an error or for text, and SnakeYAML for a blank or a line break."""
    if "\t" in text:
        text = _INNER_TABS.sub(lambda match: " " * len(match[0]), text)
    return text.translate(_LINE_BREAKS)


def _hardened(source: Source, event: Event) -> str:
    """The value of a scalar with the characters that were softened."""
    value: str = event.value
    start, end = event.start_mark.index, event.end_mark.index
    properties = (
        _PROPERTIES.match(source.text, start, end) if event.anchor is not None or event.tag is not None else None
    )
    start = start if properties is None else properties.end()
    if not _SOFT.search(source.text, start, end):
        return value
    spans = value_spans(Scalar(source, start, end, value, event.style or ""))
    if spans is None:
        return value
    letters = (source.text[span.start : span.end] for span in spans)
    return "".join(
        written if written and _SOFT.fullmatch(written) else letter
        for letter, written in zip(value, letters, strict=True)
    )


def _tag(event: Any) -> str | None:
    tag = event.ctag
    return None if tag is None else str(tag)


_CONVERSIONS: dict[str, Callable[[Any], Event]] = {
    "StreamStartEvent": lambda event: StreamStartEvent(event.start_mark, event.end_mark),
    "StreamEndEvent": lambda event: StreamEndEvent(event.start_mark, event.end_mark),
    "DocumentStartEvent": lambda event: DocumentStartEvent(
        event.start_mark, event.end_mark, event.explicit, event.version
    ),
    "DocumentEndEvent": lambda event: DocumentEndEvent(event.start_mark, event.end_mark, event.explicit),
    "AliasEvent": lambda event: AliasEvent(event.anchor, event.start_mark, event.end_mark),
    "ScalarEvent": lambda event: ScalarEvent(
        event.anchor, _tag(event), event.implicit, event.value, event.start_mark, event.end_mark, event.style
    ),
    "SequenceStartEvent": lambda event: SequenceStartEvent(
        event.anchor, _tag(event), event.implicit, event.start_mark, event.end_mark, event.flow_style
    ),
    "SequenceEndEvent": lambda event: SequenceEndEvent(event.start_mark, event.end_mark),
    "MappingStartEvent": lambda event: MappingStartEvent(
        event.anchor, _tag(event), event.implicit, event.start_mark, event.end_mark, event.flow_style
    ),
    "MappingEndEvent": lambda event: MappingEndEvent(event.start_mark, event.end_mark),
}
