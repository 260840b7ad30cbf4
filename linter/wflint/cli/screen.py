"""Where a run is shown: the standard output as text or as events, and the keyboard that answers approvals."""

from __future__ import annotations

import io
import os
import shutil
import signal
import sys
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from wflint.localrun.approvals import keyboard
from wflint.localrun.view.json_lines import event_line
from wflint.localrun.view.live import LiveView
from wflint.localrun.view.transcript import LAST_LINES, Transcript
from wflint.report.color import wants_color

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from wflint.cli.running import RunOptions
    from wflint.localrun.approvals import Approvals
    from wflint.localrun.bus import Bus
    from wflint.localrun.events import Event

QUIET_LINES = 40
"""So many lines of a step that failed a quiet run shows."""


class Screen:
    """Where a run is shown: the standard output, as text or as events."""

    def __init__(self, options: RunOptions) -> None:
        self._options = options
        is_terminal = sys.stdout.isatty()
        self.color = wants_color(options.color, os.environ, is_terminal=is_terminal)
        is_live = options.view == "live" or (options.view == "auto" and is_terminal)
        self._is_live = is_live and not options.quiet and os.environ.get("TERM") != "dumb"
        lines = QUIET_LINES if options.quiet else LAST_LINES
        self.transcript = Transcript(color=self.color, quiet=options.quiet, last_lines=lines)
        self._is_open = True
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")

    @contextmanager
    def attend(self, _: Bus, approvals: Approvals) -> Iterator[Callable[[Event], None]]:
        """Show events, and let keys answer approvals if there is a keyboard."""
        with ExitStack() as stack:
            if self._options.format == "json":
                yield lambda event: self._write(event_line(event))
                return
            if sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty():
                stack.enter_context(keyboard(approvals, sys.stdin.fileno()))
            if self._is_live:
                view = LiveView(self.transcript, self._write, _size, color=self.color)
                stack.callback(view.close)
                yield view
            else:
                yield lambda event: self._show(event, approvals)

    def tell(self, lines: Iterable[str]) -> None:
        """Write lines."""
        self._write("".join(f"{line}\n" for line in lines))

    def _show(self, event: Event, approvals: Approvals) -> None:
        lines = self.transcript.lines(event)
        if event.type == "hold" and event.data["status"] == "asked" and approvals.is_attended:
            lines.append(f"approve {event.job}?  y: yes  n: no, cancel it  l: leave it and stop there")
        if lines:
            self.tell(lines)

    def _write(self, text: str) -> None:
        if not self._is_open:
            return
        try:
            sys.stdout.write(text)
            sys.stdout.flush()
        except OSError as error:
            # Nobody reads any more: end as if the terminal were gone. The interpreter flushes once more at exit.
            self._is_open = False
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            if not isinstance(error, BrokenPipeError):
                sys.stderr.write(f"wflint: cannot write what the run says: {(error.strerror or str(error)).lower()}\n")
            if signal.getsignal(signal.SIGHUP) is not signal.SIG_DFL:
                signal.raise_signal(signal.SIGHUP)


def _size() -> tuple[int, int]:
    """Columns and rows as they are now; the variables `COLUMNS` and `LINES` may be of another time."""
    try:
        return os.get_terminal_size(sys.stdout.fileno())
    except (OSError, ValueError):
        return shutil.get_terminal_size()
