from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.localrun.sandbox.bench import IMAGE

from wflint.localrun.sandbox.host import COOKIE
from wflint.localrun.sandbox.orphans import end_orphans
from wflint.localrun.sandbox.owner import Owner, from_text, this_process, to_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@pytest.fixture
def gone() -> Owner:
    """A process of this machine that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
        return Owner(this_process().machine, process.pid, 1)


@pytest.fixture
def sleeper() -> Iterator[list[subprocess.Popen[bytes]]]:
    started: list[subprocess.Popen[bytes]] = []
    yield started
    for process in started:
        process.kill()
        process.wait()


def sleeping(owner: Owner) -> subprocess.Popen[bytes]:
    """A process that a job of an owner's has left."""
    return subprocess.Popen(["sleep", "60"], env={**os.environ, COOKIE: to_text(owner)})


def test_processes_of_runs_that_have_ended_are_killed(sleeper: list[subprocess.Popen[bytes]], gone: Owner) -> None:
    sleeper += [sleeping(gone), sleeping(this_process()), sleeping(gone._replace(machine="elsewhere"))]
    said = end_orphans(())

    assert said == (f"process {sleeper[0].pid} of a run that has ended was still running",)
    assert sleeper[0].wait(5) == -9
    assert [process.poll() for process in sleeper[1:]] == [None, None]


def test_a_later_process_of_the_same_number_is_another(gone: Owner) -> None:
    here = this_process()

    assert not here.is_gone
    assert here._replace(started=here.started - 1).is_gone
    assert gone.is_gone
    assert not gone._replace(machine="elsewhere").is_gone


def test_an_owner_is_told_in_one_word() -> None:
    assert from_text(to_text(Owner("a:b", 12, 345))) == Owner("a:b", 12, 345)
    assert [from_text(text) for text in ("", "12", "x:1:m")] == [None, None, None]


def test_containers_of_runs_that_have_ended_are_removed(
    podman: Mapping[str, str], monkeypatch: pytest.MonkeyPatch, gone: Owner
) -> None:
    for name, value in podman.items():
        monkeypatch.setenv(name, value)
    run = ["podman", "run", "-d", "--network", "none", "--label", "wflint.job=build"]
    for name, owner in (("wflint-gone", gone), ("wflint-here", this_process())):
        label = f"wflint.owner={to_text(owner)}"
        subprocess.run([*run, "--name", name, "--label", label, IMAGE, "sleep", "60"], check=True, capture_output=True)
    said = end_orphans(["podman", "no-such-engine"])
    # Scenarios of the contract may still run in the same store.
    listed = ["podman", "ps", "-a", "--filter", "label=wflint.job=build", "--format", "{{.Names}}"]
    names = subprocess.run(listed, check=True, capture_output=True, text=True).stdout.split()
    subprocess.run(["podman", "kill", "wflint-here"], check=True, capture_output=True)
    subprocess.run(["podman", "rm", "-f", "wflint-here"], check=True, capture_output=True)

    assert said == ("a container of job `build` of a run that has ended was still there",)
    assert names == ["wflint-here"]
