"""Runs of the past on the command line, and that their guide says what is true."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wflint.errors import FileError
from wflint.localrun.bus import Bus
from wflint.localrun.history import past_run
from wflint.localrun.recording import Recorder
from wflint.localrun.stores.state import State

if TYPE_CHECKING:
    from tests.cli.conftest import Wflint

    from wflint.localrun.stores.state import OwnRun

PAGE = (Path(__file__).parents[2] / "docs" / "runs.md").read_text()
STEP = {"path": "config.yml", "line": 7, "column": 9, "kind": "run"}


@pytest.fixture
def state(repository: Path, monkeypatch: pytest.MonkeyPatch) -> State:
    """The state directory of a repository in which nothing has been run."""
    monkeypatch.setenv("TZ", "UTC")
    return State(str(repository / "state"))


def begun(state: State) -> tuple[OwnRun, Recorder, Bus]:
    """A run with a job that succeeded on two nodes, and one whose step failed."""
    own = state.begin()
    clock = iter(1_700_000_000 + number * 0.5 for number in range(1000))
    bus = Bus(clock=lambda: next(clock))
    recorder = Recorder(own.directory, pytest.fail)
    bus.listen(recorder)
    nodes_of = {"build": 2, "test": 1, "ship": 1}
    jobs = [{"name": name, "nodes": nodes, "fingerprint": "x"} for name, nodes in nodes_of.items()]
    bus.say("run.started", workflow="main", revision="c0ffee", jobs=jobs)
    bus.say("job.started", job="build")
    for node in range(2):
        bus.say("job.started", job="build", node=node)
        bus.say("step.started", job="build", node=node, step=0, name="make", **STEP)
        bus.say("output", job="build", node=node, step=0, text=f"made {node}\n")
        bus.say(
            "step.finished",
            job="build",
            node=node,
            step=0,
            name="make",
            status="success",
            words="",
            code=0,
            seconds=1.5,
        )
        bus.say("tests", job="build", node=node, step=1, passed=2, failed=0, skipped=1)
        bus.say("job.finished", job="build", node=node, status="success", why=None)
    bus.say("job.finished", job="build", status="success", seconds=2.5)
    bus.say("job.started", job="test")
    bus.say("job.started", job="test", node=0)
    bus.say("step.started", job="test", node=0, step=0, name="check it", **STEP)
    bus.say("output", job="test", node=0, step=0, text="wrong \udcff\n")
    return own, recorder, bus


def failed(state: State) -> None:
    own, recorder, bus = begun(state)
    words = "exit code 1"
    bus.say(
        "step.finished", job="test", node=0, step=0, name="check it", status="failed", words=words, code=1, seconds=0.5
    )
    bus.say("job.finished", job="test", node=0, status="failed", why=None)
    bus.say("job.finished", job="test", status="failed", seconds=1.0)
    bus.say("job.finished", job="ship", status="not_run", seconds=None)
    bus.say("run.finished", status="failed", statuses={}, differences=["nothing is as it was"])
    recorder.close()
    own.close()


def killed(state: State) -> None:
    own, recorder, _ = begun(state)
    recorder.close()
    own.close()


def test_nothing_to_list_is_said(wflint: Wflint, state: State) -> None:
    outcome = wflint("runs", "list", "--state-dir", state.path)

    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err == "wflint: nothing has been run here; `wflint run` does\n"


def test_runs_are_listed_newest_first(wflint: Wflint, state: State) -> None:
    failed(state)
    killed(state)
    own, recorder, _ = begun(state)
    outcome = wflint("runs", "list", "--state-dir", state.path)
    recorder.close()
    own.close()

    assert outcome.out == (
        "run  started           workflow  status   time  jobs\n"
        "3    2023-11-14 22:13  main      running  8.5s  1 of 3 succeeded\n"
        "2    2023-11-14 22:13  main      killed   8.5s  1 of 3 succeeded\n"
        "1    2023-11-14 22:13  main      failed   12s   1 of 3 succeeded\n"
    )


def test_a_run_is_shown_with_what_failed(wflint: Wflint, state: State) -> None:
    failed(state)
    outcome = wflint("runs", "show", "--state-dir", state.path)

    assert (
        outcome.out
        == f"""\
run 1, workflow main: failed in 12s, 2023-11-14 22:13
  ✔ build  success, 2.5s
  ✘ test   failed, 1.0s
      ✘ step 1, check it  0.5s: exit code 1
        at   config.yml:7:9
        log  {state.path}/runs/0001/logs/test/0/01.log
  · ship   not run
tests      4 passed, 2 skipped
logs       {state.path}/runs/0001/logs
differs from CircleCI:
  - nothing is as it was
"""
    )


def test_every_step_may_be_shown(wflint: Wflint, state: State) -> None:
    failed(state)
    outcome = wflint("runs", "show", "1", "--steps", "--state-dir", state.path)

    assert "      ✔ node 1, step 1, make  1.5s  success\n" in outcome.out


def test_a_killed_run_is_shown_with_what_it_was_doing(wflint: Wflint, state: State) -> None:
    killed(state)
    outcome = wflint("runs", "show", "--state-dir", state.path)

    assert "  ■ test   killed\n      ■ step 1, check it  killed\n        at   config.yml:7:9\n" in outcome.out
    assert "  · ship   waiting\n" in outcome.out


def test_the_result_counts_if_the_last_events_could_not_be_recorded(wflint: Wflint, state: State) -> None:
    killed(state)
    run = state.runs()[0]
    run.write(run.result, {"status": "failed", "statuses": {"build": "success", "test": "failed", "ship": "not_run"}})
    outcome = wflint("runs", "show", "--state-dir", state.path)

    assert outcome.out.startswith("run 1, workflow main: failed in 8.5s")
    assert "  ✘ test   failed\n      ■ step 1, check it  killed\n" in outcome.out


def test_runs_are_data_too(wflint: Wflint, state: State) -> None:
    failed(state)
    shown = json.loads(wflint("runs", "show", "--format", "json", "--state-dir", state.path).out)
    listed = json.loads(wflint("runs", "list", "--format", "json", "--state-dir", state.path).out)

    assert shown == {"version": 1, **listed["runs"][0]}
    assert [(job["name"], job["status"], len(job["nodes"])) for job in shown["jobs"]] == [
        ("build", "success", 2),
        ("test", "failed", 1),
        ("ship", "not_run", 0),
    ]
    assert shown["jobs"][1]["nodes"][0]["steps"][0]["code"] == 1
    assert (shown["number"], shown["status"], shown["revision"], shown["seconds"]) == (1, "failed", "c0ffee", 11.5)


MADE = "== build[0]: step 1, make: success\nmade 0\n== build[1]: step 1, make: success\nmade 1\n"
WRONG = "== test: step 1, check it: failed\nwrong \udcff\n"


@pytest.mark.parametrize(
    ("options", "out"),
    [
        ([], MADE + WRONG),
        (["--failed"], WRONG),
        (["--job", "build", "--node", "1", "--step", "1"], "made 1\n"),
    ],
)
def test_logs_come_as_they_were(state: State, options: list[str], out: str) -> None:
    failed(state)
    command = [sys.executable, "-m", "wflint", "runs", "logs", *options, "--state-dir", state.path]
    done = subprocess.run(command, capture_output=True, check=True)

    assert done.stdout == out.encode("utf-8", "surrogateescape")


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (["show", "7"], "there is no run 7; there is `1`"),
        (["logs", "--job", "tset"], "run 1 has no job `tset`; did you mean `test`?"),
        (["logs", "--step", "9"], "no step of run 1 is meant; `wflint runs show --steps` lists them"),
        (["gc", "--max-size", "much"], "`--max-size` takes a size such as `500MB` or `5GB`, not `much`"),
    ],
)
def test_what_is_not_there_is_said(wflint: Wflint, state: State, command: list[str], message: str) -> None:
    failed(state)
    outcome = wflint("runs", *command, "--state-dir", state.path)

    assert (outcome.code, outcome.out, outcome.err) == (2, "", f"wflint: {message}\n")


def test_showing_nothing_is_said(wflint: Wflint, state: State) -> None:
    outcome = wflint("runs", "show", "--state-dir", state.path)

    assert (outcome.code, outcome.err) == (2, "wflint: nothing has been run here; `wflint run` does\n")


def test_a_damaged_run_is_listed_and_said_when_shown(wflint: Wflint, state: State) -> None:
    failed(state)
    with open(state.runs()[0].events, "wb") as file:
        file.write(b"broken\n")

    assert wflint("runs", "list", "--state-dir", state.path).out.splitlines()[1].split() == ["1", "killed"]
    assert "line 1 is no event" in wflint("runs", "show", "--state-dir", state.path).err


def test_old_runs_are_removed(wflint: Wflint, state: State) -> None:
    failed(state)
    failed(state)
    outcome = wflint("runs", "gc", "--keep", "1", "--state-dir", state.path)

    assert outcome.code == 0
    assert outcome.out.startswith("removed 1 run and 0 caches: ")
    assert [run.number for run in state.runs()] == [2]


def test_a_job_that_runs_again_counts_as_it_ended_last(state: State) -> None:
    own, recorder, bus = begun(state)
    bus.say("job.finished", job="test", status="failed", seconds=1.0)
    bus.say("job.started", job="test")
    bus.say("job.started", job="test", node=0)
    bus.say("job.finished", job="test", node=0, status="success", why=None)
    bus.say("job.finished", job="test", status="success", seconds=2.0)
    recorder.close()
    own.close()
    job = past_run(own.directory).jobs["test"]

    assert (job.status, job.seconds, job.nodes[0].status, job.nodes[0].steps) == ("success", 2.0, "success", {})


def test_a_run_without_events_cannot_be_read(state: State) -> None:
    own = state.begin()
    own.close()

    with pytest.raises(FileError, match="cannot be read: no such file or directory"):
        past_run(own.directory)


@pytest.mark.parametrize("command", ["list", "show", "logs", "gc"])
def test_every_option_is_in_the_guide(wflint: Wflint, repository: Path, command: str) -> None:
    assert repository
    options = set(re.findall(r"--[a-z-]+", wflint("runs", command, "--help").out))

    assert {option for option in options - {"--help", "--output", "--color"} if option not in PAGE} == set()


def test_the_files_of_the_guide_are_those_of_a_run(state: State) -> None:
    own = state.begin()
    run = own.directory
    paths = [run.events, run.record, run.result, run.logs, run.artifacts]
    own.close()

    assert [path for path in paths if f"`runs/0003/{os.path.basename(path)}" not in PAGE] == []
