"""The view for a terminal: lines of all jobs above, and below them what runs now, redrawn in place."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wflint.localrun.view.style import paint, shortened, width_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from wflint.localrun.events import Event
    from wflint.localrun.view.transcript import Transcript

MOST_ROWS = 8
_PAUSE = 0.05
_TICK = 0.5


@dataclass(slots=True)
class _Running:
    """A node that runs: since when, and which step it is at."""

    since: float
    step: str = ""


class LiveView:
    """Shows events on a terminal. `write` takes text, `size` gives columns and rows.

    Events are collected for a moment and shown at once, so that much output costs few writes.
    """

    def __init__(
        self, transcript: Transcript, write: Callable[[str], None], size: Callable[[], tuple[int, int]], *, color: bool
    ) -> None:
        self._transcript = transcript
        self._write = write
        self._size = size
        self._color = color
        self._loop = asyncio.get_running_loop()
        self._pending: list[str] = []
        self._rows = 0
        self._running: dict[tuple[str, int], _Running] = {}
        self._asked: list[str] = []
        self._counts = {"jobs": 0, "done": 0, "failed": 0}
        self._start = self._loop.time()
        self._timer: asyncio.TimerHandle | None = None
        self._is_closed = False

    def __call__(self, event: Event) -> None:
        """Take an event."""
        self._pending += self._transcript.lines(event)
        self._follow(event)
        if len(self._pending) > 2000:
            self._draw()
        else:
            self._schedule(_PAUSE)

    def close(self) -> None:
        """Show what is left, remove the rows below, and draw no more."""
        self._is_closed = True
        self._draw()

    def _follow(self, event: Event) -> None:
        key = (event.job or "", event.node or 0)
        match event.type:
            case "run.started":
                self._counts["jobs"] = len(event.data["jobs"])
            case "job.started" if event.node is not None:
                self._running[key] = _Running(self._loop.time())
            case "job.finished" if event.node is not None:
                self._running.pop(key, None)
            case "job.finished":
                self._counts["done"] += 1
                self._counts["failed"] += event.data["status"] == "failed"
            case "step.started" if key in self._running:
                self._running[key].step = str(event.data["name"])
            case "hold":
                if event.data["status"] == "asked":
                    self._asked.append(event.job or "")
                elif event.job in self._asked:
                    self._asked.remove(event.job or "")

    def _schedule(self, delay: float) -> None:
        if self._is_closed:
            self._draw()
        elif self._timer is None or self._timer.when() > self._loop.time() + delay:
            if self._timer is not None:
                self._timer.cancel()
            self._timer = self._loop.call_later(delay, self._draw)

    def _draw(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        erase = f"\x1b[{self._rows}F\x1b[J" if self._rows else ""
        rows = [] if self._is_closed else self._status_rows()
        self._rows = len(rows)
        lines, self._pending = self._pending, []
        self._write(erase + "".join(f"{line}\n" for line in (*lines, *rows)))
        if rows:
            self._schedule(_TICK)

    def _status_rows(self) -> list[str]:
        columns, height = self._size()
        now = self._loop.time()
        counts = self._counts
        parts = [f"{counts['done']} of {counts['jobs']} jobs done"]
        if counts["failed"]:
            parts.append(f"{counts['failed']} failed")
        if self._running:
            parts.append(f"{len(self._running)} running")
        rows = [self._row(f"── {_clock(now - self._start)}  {', '.join(parts)}", columns, "faint")]
        nodes = list(self._running.items())
        most = max(min(MOST_ROWS, height - 5), 1)
        labels = {key: shortened(self._transcript.label(*key), 24) for key, _ in nodes[:most]}
        width = max(map(width_of, labels.values()), default=0)
        for key, running in nodes[:most]:
            padding = " " * (width - width_of(labels[key]))
            text = f"   {labels[key]}{padding}  {_clock(now - running.since)}  {shortened(running.step, columns)}"
            rows.append(self._row(text, columns, None))
        if len(nodes) > most:
            rows.append(self._row(f"   and {len(nodes) - most} more", columns, "faint"))
        for name in self._asked[:1]:
            text = f"   approve {shortened(name, 40)}?  y: yes  n: no, cancel it  l: leave it and stop there"
            rows.append(self._row(text, columns, "doubt"))
        return rows

    def _row(self, text: str, columns: int, style: str | None) -> str:
        line = shortened_row(text, max(columns - 1, 10))
        return line if style is None else paint(line, style, color=self._color)


def shortened_row(text: str, columns: int) -> str:
    """A row in at most so many columns, blanks at its start kept."""
    indent = len(text) - len(text.lstrip(" "))
    return " " * indent + shortened(text, columns - indent)


def _clock(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 60}:{whole % 60:02}"
