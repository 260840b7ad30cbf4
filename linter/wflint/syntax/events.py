"""Where YAML events come from: PyYAML's C parser, or ruamel.yaml's pure one in the same classes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

import yaml
from yaml import MarkedYAMLError, YAMLError
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

from wflint.syntax.blocks import BLANKS, value_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wflint.source import Source

Event: TypeAlias = Any
"""One of the event classes below; which one decides which attributes it has."""

NextEvent: TypeAlias = "Callable[[], Event]"
Parser: TypeAlias = "Callable[[str], NextEvent]"

NO_ERROR = 1 << 60
"""The offset of no error: larger than any."""

_NO_ANCHOR = re.compile(r"[:,\[\]{}/.*&]")
_NO_TAG = re.compile(r"[\[\]{}]")
# Tabs behind something else than blanks on their line; those before are indentation, an error for everyone.
_INNER_TABS = re.compile(r"(?<=[^\s])[ \t]*\t[ \t]*")
_LINE_BREAKS = {0x85: "\n", 0x2028: "\n", 0x2029: "\n"}
_PROPERTIES = re.compile(rf"(?:[&!][^\s,\[\]{{}}]*{BLANKS})*")
_SOFT = re.compile("[\t\u2028\u2029]")

__all__ = [
    "NO_ERROR",
    "AliasEvent",
    "DocumentStartEvent",
    "Event",
    "MappingEndEvent",
    "MappingStartEvent",
    "MarkedYAMLError",
    "NextEvent",
    "Parser",
    "ScalarEvent",
    "SequenceEndEvent",
    "SequenceStartEvent",
    "StreamEndEvent",
    "YAMLError",
    "c_events",
    "context_of",
    "fastest_events",
    "first_error",
    "has_c_parser",
    "offset_of",
    "python_events",
]


def has_c_parser() -> bool:
    """Whether this PyYAML was built with its C parser; without a compiler it installs as pure Python."""
    return bool(yaml.__with_libyaml__)


def c_events(text: str) -> NextEvent:
    """The function that gives a text's next event, from PyYAML's C parser; it raises `YAMLError`."""
    from yaml.cyaml import CParser  # type: ignore[attr-defined] # the stubs know it without exporting it

    get_event: NextEvent = CParser(text).get_event
    return get_event


def python_events(text: str) -> NextEvent:
    """The same from ruamel.yaml's pure parser; some 20 times slower."""
    return _python_events(text).__next__


def fastest_events() -> Parser:
    """The faster parser of those that are installed."""
    return c_events if has_c_parser() else python_events


def first_error(text: str, parser: Parser) -> YAMLError | None:
    """The first error of a text, or None; the C parser makes no events for that and takes a quarter of the time."""
    try:
        if parser is c_events:
            from yaml.cyaml import CParser  # type: ignore[attr-defined] # the stubs know it without exporting it

            CParser(text).raw_parse()
            return None
        next_event = parser(text)
        while not isinstance(next_event(), StreamEndEvent):
            pass
    except YAMLError as error:
        return error
    return None


def offset_of(error: YAMLError | None, text: str) -> int:
    """The offset an error names, at most the text's length; 0 if it names none, `NO_ERROR` for None."""
    if error is None:
        return NO_ERROR
    mark = (error.problem_mark or error.context_mark) if isinstance(error, MarkedYAMLError) else None
    return min(mark.index, len(text)) if mark is not None else 0


def context_of(error: YAMLError, text: str) -> int:
    """The offset at which began what an error interrupted; that of the error itself if it names none."""
    mark = error.context_mark if isinstance(error, MarkedYAMLError) else None
    return min(mark.index, len(text)) if mark is not None else offset_of(error, text)


def _python_events(text: str) -> Iterator[Event]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError as RuamelMarkedError
    from ruamel.yaml.error import YAMLError as RuamelError

    from wflint.source import Source

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
    from wflint.syntax.nodes import Scalar

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
