from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from wflint.errors import FileError
from wflint.localrun.bus import Bus
from wflint.localrun.events import Event
from wflint.localrun.recording import Recorder, read_events
from wflint.localrun.stores.state import RunDirectory

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def run_directory(path: Path) -> RunDirectory:
    path.mkdir()
    return RunDirectory(str(path), 1)


def fail(message: str) -> None:
    raise AssertionError(message)


def recorded(run: RunDirectory, say: Callable[[Bus], None]) -> list[Event]:
    bus = Bus(clock=lambda: 12.5)
    recorder = Recorder(run, fail)
    bus.listen(recorder)
    say(bus)
    recorder.close()
    return list(read_events(run.events))


def test_events_are_read_as_they_were_said(tmp_path: Path) -> None:
    def say(bus: Bus) -> None:
        bus.say("run.started", workflow="ünï")
        bus.say("output", job="a", node=0, step=2, text="\udcff\n\u2028")

    assert recorded(run_directory(tmp_path / "1"), say) == [
        Event(type="run.started", time=12.5, sequence=0, data={"workflow": "ünï"}),
        Event(type="output", time=12.5, sequence=1, job="a", node=0, step=2, data={"text": "\udcff\n\u2028"}),
    ]


def test_output_is_also_kept_as_bytes_by_step(tmp_path: Path) -> None:
    def say(bus: Bus) -> None:
        for step, text in ((0, "one "), (1, "\udcff"), (0, "two\n")):
            bus.say("output", job="a/b", node=1, step=step, text=text)
        bus.say("step.finished", job="a/b", node=1, step=0, status="success")
        bus.say("output", job="a/b", node=1, step=0, text="late\n")

    run = run_directory(tmp_path / "1")
    recorded(run, say)

    assert (tmp_path / "1" / "logs" / "a%2Fb" / "1" / "01.log").read_bytes() == b"one two\nlate\n"
    assert (tmp_path / "1" / "logs" / "a%2Fb" / "1" / "02.log").read_bytes() == b"\xff"
    assert run.log("a/b", 1, 0) == str(tmp_path / "1" / "logs" / "a%2Fb" / "1" / "01.log")


def test_an_unfinished_line_does_not_count(tmp_path: Path) -> None:
    run = run_directory(tmp_path / "1")
    recorded(run, lambda bus: bus.say("run.started"))
    with open(run.events, "ab") as file:
        file.write(b'{"version":1,"sequence":1,"ti')

    assert [event.type for event in read_events(run.events)] == ["run.started"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{}", "line 1 is no event"),
        ("[1]", "line 1 is no event"),
        ("\xff", "line 1 is no event"),
        ('{"version":9,"sequence":0,"time":0,"type":"x"}', "line 1 is of version 9; this wflint knows 1"),
    ],
)
def test_a_line_that_is_no_event_is_said(tmp_path: Path, line: str, message: str) -> None:
    (tmp_path / "events.jsonl").write_bytes(line.encode("latin-1") + b"\n")

    with pytest.raises(FileError, match=message):
        list(read_events(str(tmp_path / "events.jsonl")))


def test_a_missing_record_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="cannot be read: no such file or directory"):
        list(read_events(str(tmp_path / "events.jsonl")))


def test_a_full_disk_is_told_once_and_ends_nothing(tmp_path: Path) -> None:
    run = run_directory(tmp_path / "1")
    os.symlink("/dev/full", run.events)
    told: list[str] = []
    bus = Bus()
    recorder = Recorder(run, told.append)
    bus.listen(recorder)
    bus.say("run.started")
    bus.say("run.finished")
    recorder.close()

    assert told == [f"the run cannot be recorded: `{run.events}`: no space left on device"]


def test_a_full_disk_for_logs_is_told_as_well(tmp_path: Path) -> None:
    run = run_directory(tmp_path / "1")
    log = run.log("a", 0, 0)
    os.makedirs(os.path.dirname(log))
    os.symlink("/dev/full", log)
    told: list[str] = []
    bus = Bus()
    recorder = Recorder(run, told.append)
    bus.listen(recorder)
    bus.say("output", job="a", node=0, step=0, text="x")
    recorder.close()

    assert told == [f"the run cannot be recorded: `{log}`: no space left on device"]
    assert [event.type for event in read_events(run.events)] == ["output"]


def test_a_directory_that_cannot_be_written_is_said_at_once(tmp_path: Path) -> None:
    run = RunDirectory(str(tmp_path / "none"), 1)

    with pytest.raises(FileError, match=r"the run cannot be recorded: .* no such file or directory"):
        Recorder(run, fail)


def test_what_a_killed_run_said_is_there(tmp_path: Path) -> None:
    run = run_directory(tmp_path / "1")
    script = f"""
import os, signal
from wflint.localrun.bus import Bus
from wflint.localrun.recording import Recorder
from wflint.localrun.stores.state import RunDirectory
bus = Bus()
bus.listen(Recorder(RunDirectory({run.path!r}, 1), print))
for number in range(1000):
    bus.say("output", job="a", node=0, step=0, text="line\\n")
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", script], check=False)

    assert done.returncode == -signal.SIGKILL
    assert len(list(read_events(run.events))) == 1000
    assert os.path.getsize(run.log("a", 0, 0)) == 5000
