"""Ctrl-C and other signals: the first ends what runs gracefully, the second at once."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.localrun.bus import Bus

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interruption:
    """Whether a run is to end, and whether there is no time for it: `stop` and `hurry`.

    `number` is the signal that came first, None without one.
    """

    def __init__(self) -> None:
        self.stop = asyncio.Event()
        self.hurry = asyncio.Event()
        self.number: int | None = None

    def interrupt(self, number: int, bus: Bus) -> None:
        """Take a signal: the first asks everything to end, every other kills it."""
        name = signal.Signals(number).name
        if self.number is None:
            self.number = number
            text = "ending what runs; once more kills it" if number == signal.SIGINT else "ending what runs"
            bus.say("signal", name=name, text=text)
        elif not self.hurry.is_set():
            bus.say("signal", name=name, text="killing what runs")
            self.hurry.set()
        self.stop.set()


@contextlib.contextmanager
def signals(interruption: Interruption, bus: Bus) -> Iterator[None]:
    """Let signals interrupt instead of ending the program."""
    loop = asyncio.get_running_loop()
    for number in _SIGNALS:
        loop.add_signal_handler(number, interruption.interrupt, number, bus)
    try:
        yield
    finally:
        for number in _SIGNALS:
            loop.remove_signal_handler(number)
