"""Where YAML events come from: PyYAML's C parser, or ruamel.yaml's pure one in the same classes."""

from __future__ import annotations

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

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Event: TypeAlias = Any
"""One of the event classes below; which one decides which attributes it has."""

NextEvent: TypeAlias = "Callable[[], Event]"

__all__ = [
    "AliasEvent",
    "DocumentStartEvent",
    "Event",
    "MappingEndEvent",
    "MappingStartEvent",
    "MarkedYAMLError",
    "NextEvent",
    "ScalarEvent",
    "SequenceEndEvent",
    "SequenceStartEvent",
    "StreamEndEvent",
    "YAMLError",
    "has_c_parser",
    "next_event",
    "next_python_event",
]


def has_c_parser() -> bool:
    """Whether this PyYAML was built with its C parser; without a compiler it installs as pure Python."""
    return bool(yaml.__with_libyaml__)


def next_event(text: str) -> NextEvent:
    """The function that gives a text's next event, the fastest way there is; it raises `YAMLError`."""
    if not has_c_parser():
        return next_python_event(text)
    from yaml.cyaml import CParser  # type: ignore[attr-defined] # the stubs know it without exporting it

    get_event: NextEvent = CParser(text).get_event
    return get_event


def next_python_event(text: str) -> NextEvent:
    """The same from ruamel.yaml's pure parser; some 20 times slower."""
    return _python_events(text).__next__


def _python_events(text: str) -> Iterator[Event]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError as RuamelMarkedError
    from ruamel.yaml.error import YAMLError as RuamelError

    reader = YAML(typ="safe", pure=True)
    reader.version = (1, 1)
    try:
        for event in reader.parse(text):
            yield _CONVERSIONS[type(event).__name__](event)
    except RuamelMarkedError as error:
        raise MarkedYAMLError(error.context, error.context_mark, error.problem, error.problem_mark) from None
    except RuamelError as error:
        raise YAMLError(str(error)) from None


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
