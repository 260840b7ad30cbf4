"""The stream of events of a run: numbered, dated, and handed to everybody who listens."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from wflint.localrun.events import Event

if TYPE_CHECKING:
    from collections.abc import Callable


class Bus:
    """Where events are said; `clock` gives seconds since the epoch.

    A listener is called for each event in order, and must not raise for what it is told.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._listeners: list[Callable[[Event], None]] = []
        self._sequence = 0

    def listen(self, listener: Callable[[Event], None]) -> None:
        """Hand all further events to a listener."""
        self._listeners.append(listener)

    def say(
        self, kind: str, /, *, job: str | None = None, node: int | None = None, step: int | None = None, **data: Any
    ) -> None:
        """Say that something happened; `kind` is the event's type."""
        event = Event(type=kind, time=self._clock(), sequence=self._sequence, job=job, node=node, step=step, data=data)
        self._sequence += 1
        for listener in self._listeners:
            listener(event)
