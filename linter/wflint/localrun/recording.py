"""The record of a run: every event appended to a file as it happens, the output of each step to a file of its own."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from wflint.errors import FileError
from wflint.localrun.events import SCHEMA_VERSION, Event
from wflint.localrun.view.json_lines import event_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wflint.localrun.stores.state import RunDirectory


_OUTPUT = b'"type":"output"'
_HEAD = 160
"""Within so many bytes of its beginning a line says its type."""


class Recorder:
    """Writes the events of a run, to be called with each; each is in the file when the call returns.

    `on_failure` is called once, with one line for people, when nothing more can be written, as on a full disk; what
    was written until then stays readable.
    """

    def __init__(self, run: RunDirectory, on_failure: Callable[[str], None]) -> None:
        self._run = run
        self._on_failure = on_failure
        self._logs: dict[tuple[str, int, int], int] = {}
        self._has_failed = False
        try:
            self._events = os.open(run.events, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise FileError(_failure(run.events, error)) from error

    def __call__(self, event: Event) -> None:
        """Record an event."""
        if self._has_failed:
            return
        path = self._run.events
        try:
            _write(self._events, event_line(event).encode())
            if event.job is not None and event.node is not None and event.step is not None:
                path = self._run.log(event.job, event.node, event.step)
                self._log((event.job, event.node, event.step), event)
        except OSError as error:
            self._has_failed = True
            self._on_failure(_failure(path, error))

    def close(self) -> None:
        """Close all files. May be called twice."""
        for descriptor in self._logs.values():
            os.close(descriptor)
        self._logs.clear()
        if self._events >= 0:
            os.close(self._events)
            self._events = -1
            self._has_failed = True

    def _log(self, key: tuple[str, int, int], event: Event) -> None:
        if event.type == "output":
            if key not in self._logs:
                path = self._run.log(*key)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                self._logs[key] = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
            _write(self._logs[key], event.data["text"].encode("utf-8", "surrogateescape"))
        elif event.type == "step.finished" and event.data.get("status") != "background" and key in self._logs:
            os.close(self._logs.pop(key))


def read_events(path: str, *, with_output: bool = True) -> Iterator[Event]:
    """The events of a file, oldest first; a last line that was not finished does not count.

    Without output, which is nearly all of a long file, the others are there much sooner.
    Raises `FileError` for a file that cannot be read, and for a line that is no event.
    """
    try:
        with open(path, "rb") as file:
            for number, line in enumerate(file, 1):
                if line.endswith(b"\n") and (with_output or not _is_output(line)):
                    yield _event(path, number, line)
    except OSError as error:
        raise FileError(f"`{path}` cannot be read: {(error.strerror or str(error)).lower()}") from error


def _is_output(line: bytes) -> bool:
    # The type comes before all that others may have chosen.
    return line.find(_OUTPUT, 0, _HEAD) >= 0


def _event(path: str, number: int, line: bytes) -> Event:
    try:
        data = json.loads(line)
        version = data.pop("version")
        event = Event(
            type=data.pop("type"),
            time=data.pop("time"),
            sequence=data.pop("sequence"),
            job=data.pop("job", None),
            node=data.pop("node", None),
            step=data.pop("step", None),
            data=data,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FileError(f"`{path}`: line {number} is no event") from error
    if version != SCHEMA_VERSION:
        raise FileError(f"`{path}`: line {number} is of version {version}; this wflint knows {SCHEMA_VERSION}")
    return event


def _write(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _failure(path: str, error: OSError) -> str:
    return f"the run cannot be recorded: `{error.filename or path}`: {(error.strerror or str(error)).lower()}"
