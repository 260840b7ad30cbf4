"""A run on a terminal, as a person sees and controls it."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import termios
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOLD = """\
version: 2.1
jobs:
  slow: {machine: true, steps: [{run: {name: take a while, command: "sleep 1; printf '\\\\033[2J\\\\033[31mred'"}}]}
  deploy: {machine: true, steps: [run: echo deployed]}
workflows: {main: {jobs: [slow, hold: {type: approval}, deploy: {requires: [hold]}]}}
"""


class Terminal:
    """A terminal with a program on it; `text` is all that it has written."""

    def __init__(self, master: int, slave: int, process: subprocess.Popen[bytes]) -> None:
        self._master = master
        self._slave = slave
        self.process = process
        self.text = ""

    def until(self, words: str) -> None:
        """Read until these words have been written."""
        deadline = time.monotonic() + 30
        while words not in self.text:
            assert time.monotonic() < deadline, self.text
            if not self._read():
                assert words in self.text

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._master, keys.encode())

    def end(self) -> int:
        """Read to the end; the exit code."""
        while self._read():
            pass
        return self.process.wait(timeout=30)

    @property
    def modes(self) -> object:
        """How the terminal is set."""
        return termios.tcgetattr(self._slave)

    def _read(self) -> bool:
        ready, _, _ = select.select([self._master], [], [], 0.2)
        if not ready:
            return self.process.poll() is None
        try:
            data = os.read(self._master, 65536)
        except OSError:
            return False
        self.text += data.decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(data)


@contextmanager
def terminal(directory: Path, config: str, *arguments: str) -> Iterator[Terminal]:
    """A run of a config on a terminal of its own."""
    (directory / "config.yml").write_text(config)
    master, slave = pty.openpty()
    termios.tcsetwinsize(slave, (24, 70))
    command = [sys.executable, "-m", "wflint", "run", "config.yml", "--state-dir", "state", *arguments]
    # The new session takes the terminal for its own, so that keys become signals.
    process = subprocess.Popen(
        ["setsid", "--ctty", "--wait", *command],
        cwd=directory,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env={**os.environ, "TERM": "xterm", "NO_COLOR": ""},
    )
    try:
        yield Terminal(master, slave, process)
    finally:
        process.kill()
        process.wait()
        os.close(master)
        os.close(slave)


def test_keys_approve_while_other_jobs_go_on(tmp_path: Path) -> None:
    with terminal(tmp_path, HOLD) as screen:
        screen.until("approve hold?  y: yes")
        screen.until("take a while")
        screen.type("y")
        code = screen.end()

    assert code == 0
    plain = re.sub(r"\x1b\[[0-9;]*m", "", screen.text)
    assert "hold   ‖ approved" in plain
    assert plain.index("deploy │ deployed") < plain.index("workflow main succeeded")


def test_an_approval_that_is_left_stops_the_run_there(tmp_path: Path) -> None:
    with terminal(tmp_path, HOLD) as screen:
        screen.until("approve hold?")
        screen.type("l")
        code = screen.end()

    assert code == 4
    assert "`--from-failed --approve hold`" in screen.text


def test_what_runs_is_redrawn_and_gone_at_the_end(tmp_path: Path) -> None:
    with terminal(tmp_path, HOLD, "--approve", "hold") as screen:
        code = screen.end()

    assert code == 0
    assert re.search(r"0:00  take a while", screen.text)
    assert "\x1b[2J" not in screen.text
    assert all(int(rows) <= 12 for rows in re.findall(r"\x1b\[(\d+)F", screen.text))
    last = screen.text.rpartition("\x1b[J")[2]
    assert "jobs done" not in last
    assert "differs from CircleCI" in last


def test_no_row_below_is_wider_than_the_terminal(tmp_path: Path) -> None:
    wide = HOLD.replace("take a while", "take a while " * 20)
    with terminal(tmp_path, wide, "--approve", "hold") as screen:
        screen.end()

    rows = re.findall(r"^   slow.*$", re.sub(r"\x1b\[[0-9;]*[mFJ]", "", screen.text), re.MULTILINE)
    assert rows
    assert all(len(row) < 70 for row in rows)


def test_control_c_ends_a_run_and_the_terminal_is_as_before(tmp_path: Path) -> None:
    with terminal(tmp_path, HOLD.replace("sleep 1", "sleep 100"), "--approve", "hold") as screen:
        before = screen.modes
        screen.until("deployed")
        during = screen.modes
        screen.type("\x03")
        code = screen.end()
        after = screen.modes

    assert code == 130
    assert before == after != during
    assert "ending what runs; once more kills it" in screen.text
    assert "workflow main was canceled" in screen.text
