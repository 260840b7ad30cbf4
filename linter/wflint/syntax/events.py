"""Where YAML events come from: PyYAML's C parser, or ruamel.yaml's pure one; and the errors of both."""

from __future__ import annotations

import yaml
from yaml import MarkedYAMLError, YAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

Event: TypeAlias = "Any"
"""One of the event classes below; which one decides which attributes it has."""

NextEvent: TypeAlias = "Callable[[], Event]"
Parser: TypeAlias = "Callable[[str], NextEvent]"

NO_ERROR = 1 << 60
"""The offset of no error: larger than any."""

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
    from wflint.syntax.pure_events import pure_events

    return pure_events(text).__next__


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
