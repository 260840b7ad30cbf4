from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from wflint.errors import FileError
from wflint.localrun.stores.names import directory_name
from wflint.localrun.stores.state import State, state_of

if TYPE_CHECKING:
    from pathlib import Path


def test_runs_are_numbered_from_one(tmp_path: Path) -> None:
    state = State(str(tmp_path / "state"))
    assert state.runs() == ()
    runs = [state.begin(), state.begin()]

    assert [run.number for run in state.runs()] == [1, 2]
    assert os.readlink(tmp_path / "state" / "latest") == "runs/0002"
    assert (tmp_path / "state" / ".gitignore").read_text() == "*\n"
    for run in runs:
        run.close()


def test_a_number_is_not_used_again_while_newer_runs_are_there(tmp_path: Path) -> None:
    state = State(str(tmp_path))
    for _ in range(2):
        state.begin().close()
    state.remove(state.runs()[0])
    state.begin().close()

    assert [run.number for run in state.runs()] == [2, 3]


def test_a_run_is_alive_until_its_process_ends(tmp_path: Path) -> None:
    state = State(str(tmp_path))
    own = state.begin()
    assert own.directory.is_alive
    own.close()
    own.close()

    assert not own.directory.is_alive


def test_a_killed_run_is_not_alive_though_its_children_are(tmp_path: Path) -> None:
    script = f"""
import os, signal, subprocess
from wflint.localrun.stores.state import State
run = State({str(tmp_path)!r}).begin()
child = subprocess.Popen(["sleep", "60"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(child.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True)
    child = int(done.stdout)
    try:
        (run,) = State(str(tmp_path)).runs()

        assert not run.is_alive
    finally:
        os.kill(child, signal.SIGKILL)


def test_two_processes_take_different_numbers(tmp_path: Path) -> None:
    script = f"""
from wflint.localrun.stores.state import State
for _ in range(40):
    State({str(tmp_path)!r}).begin().close()
"""
    processes = [subprocess.Popen([sys.executable, "-c", script]) for _ in range(2)]
    codes = [process.wait() for process in processes]

    assert codes == [0, 0]
    assert [run.number for run in State(str(tmp_path)).runs()] == list(range(1, 81))


def test_leftovers_of_killed_processes_are_removed(tmp_path: Path) -> None:
    state = State(str(tmp_path))
    own = state.begin()
    (tmp_path / "runs" / "beginning-x").mkdir()
    locked = tmp_path / "runs" / "0007.removed" / "locked"
    locked.mkdir(parents=True)
    (locked / "f").touch()
    locked.chmod(0)
    state.remove_leftovers()
    own.close()

    assert os.listdir(tmp_path / "runs") == ["0001"]


def test_a_directory_that_cannot_be_used_is_said_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    state = State(str(tmp_path / "file" / "state"))

    with pytest.raises(FileError) as error:
        state.begin()
    assert str(error.value) == (
        f"state directory: `{tmp_path}/file/state`: not a directory; `--state-dir DIR` takes another one"
    )


def test_json_files_are_whole_or_not_there(tmp_path: Path) -> None:
    own = State(str(tmp_path)).begin()
    run = own.directory
    assert run.read(run.result) == {}
    run.write(run.result, {"status": "success"})
    assert run.read(run.result) == {"version": 1, "status": "success"}
    with open(run.result, "w", encoding="utf-8") as file:
        file.write('{"status"')

    assert run.read(run.result) == {}
    own.close()


def test_a_json_file_on_a_full_disk_is_said(tmp_path: Path) -> None:
    own = State(str(tmp_path)).begin()
    run = own.directory
    os.symlink("/dev/full", f"{run.result}.{os.getpid()}.part")

    with pytest.raises(FileError, match="no space left on device; `--state-dir DIR` takes another one"):
        run.write(run.result, {"status": "success"})
    own.close()


@pytest.mark.parametrize(
    ("environment", "start"),
    [
        ({"XDG_STATE_HOME": "/state", "HOME": "/home/me"}, "/state/wflint/shop-"),
        ({"XDG_STATE_HOME": "relative", "HOME": "/home/me"}, "/home/me/.local/state/wflint/shop-"),
        ({"HOME": "/home/me"}, "/home/me/.local/state/wflint/shop-"),
    ],
)
def test_every_repository_has_a_directory_of_its_own(environment: dict[str, str], start: str) -> None:
    one = state_of("/code/shop", environment).path

    assert one.startswith(start)
    assert one != state_of("/other/shop", environment).path
    assert one == state_of("/code/shop", environment).path


def test_a_given_directory_counts(tmp_path: Path) -> None:
    assert state_of("/code/shop", {}, given=str(tmp_path)).path == str(tmp_path)


@pytest.mark.parametrize(
    ("name", "directory"),
    [
        ("build-1.2_x", "build-1.2_x"),
        ("node/test", "node%2Ftest"),
        ("..", "%2E."),
        (".hidden", "%2Ehidden"),
        ("a b~", "a%20b%7E"),
        ("ünï", "%C3%BCn%C3%AF"),
        ("two\nlines", "two%0Alines"),
        ("", "%"),
    ],
)
def test_names_of_jobs_become_names_of_directories(name: str, directory: str) -> None:
    assert directory_name(name) == directory


def test_long_names_are_cut_and_stay_different() -> None:
    one, other = directory_name("x" * 300 + "a"), directory_name("x" * 300 + "b")

    assert len(one) == len(other) == 120
    assert one != other
