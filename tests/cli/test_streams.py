"""Standard streams that are closed, full or left by their reader are no bugs."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Wflint

COMMANDS = ("check", "process", "simulate", "graph", "rules", "schema", "runs list", "runs gc", "run --dry-run")
RUN = """\
version: 2.1
jobs:
  build:
    machine: {image: ubuntu-2404:current}
    steps: [run: "true"]
workflows:
  main:
    jobs: [build]
"""


def shell(text: str) -> subprocess.CompletedProcess[str]:
    """Run a command line in a shell, `wflint` being ours, its runs kept in the current directory."""
    environment = {**os.environ, "XDG_STATE_HOME": os.path.abspath("state"), "PYTHONWARNINGS": "ignore"}
    script = f'wflint() {{ "{sys.executable}" -m wflint "$@"; }}; {text}'
    return subprocess.run(["/bin/sh", "-c", script], capture_output=True, text=True, check=False, env=environment)


@pytest.mark.usefixtures("config")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_closed_standard_output_is_no_failure(command: str) -> None:
    done = shell(f"wflint {command} >&-")

    assert (done.returncode, "bug" in done.stderr) == (0, False)


@pytest.mark.usefixtures("config")
@pytest.mark.parametrize("command", [*COMMANDS, "--version", "--help", "", "check -h", "orb", "orb pull --help"])
def test_a_full_disk_is_said(command: str) -> None:
    done = shell(f"wflint {command} >/dev/full")

    expected = (0, False) if command == "runs list" else (2, True)
    assert (done.returncode, "wflint: cannot write the result: no space left on device\n" in done.stderr) == expected


@pytest.mark.usefixtures("config")
@pytest.mark.parametrize(
    ("command", "code", "has_result"),
    [("simulate", 0, True), ("graph --format text", 0, True), ("check missing.yml", 2, False), ("nothing", 2, False)],
)
def test_a_result_does_not_depend_on_messages_that_nobody_can_read(
    command: str, code: int, *, has_result: bool
) -> None:
    done = shell(f"wflint {command} 2>/dev/full")

    assert (done.returncode, bool(done.stdout)) == (code, has_result)


@pytest.mark.parametrize("command", ["check -", "process -", "simulate -", "graph -", "run --dry-run -", "lsp"])
def test_a_closed_standard_input_is_said_where_it_is_read(repository: Path, command: str) -> None:
    assert repository.is_dir()
    done = shell(f"wflint {command} <&-")

    assert (done.returncode, done.stderr) == (2, "wflint: there is no standard input to read\n")


def test_a_run_needs_no_standard_streams(config: Path) -> None:
    config.write_text(RUN)
    done = shell("wflint run --isolation host <&- >&-")

    assert (done.returncode, done.stderr) == (0, "")


def test_a_run_ends_if_it_cannot_say_what_it_does(config: Path) -> None:
    config.write_text(RUN)
    done = shell("wflint run --isolation host >/dev/full")

    assert done.returncode == 130
    assert done.stderr == "wflint: cannot write what the run says: no space left on device\n"


@pytest.mark.usefixtures("repository")
def test_a_log_that_cannot_be_written_is_said() -> None:
    done = shell("wflint lsp --log missing/lsp.log")

    assert (done.returncode, done.stderr) == (
        2,
        "wflint: cannot write `missing/lsp.log`: no such file or directory\n",
    )


@pytest.mark.usefixtures("config")
@pytest.mark.parametrize(
    ("options", "need"),
    [
        (("--map", "/tmp/workspace"), "it needs `--isolation host`"),
        (("--allow-host-paths",), "it needs `--isolation host`"),
        (("-o", "run.txt"), "`-o` is for the plan of `--dry-run`"),
    ],
)
def test_options_of_a_run_that_would_do_nothing_are_refused(
    wflint: Wflint, options: tuple[str, ...], need: str
) -> None:
    outcome = wflint("run", *options)

    assert (outcome.code, need in outcome.err) == (2, True)


@pytest.mark.parametrize("command", ["check", "process", "graph", "diff HEAD:", "run", "runs list", "orb list"])
def test_a_current_directory_that_was_removed_is_said(tmp_path: Path, command: str) -> None:
    (tmp_path / "gone").mkdir()
    done = shell(f'cd "{tmp_path}/gone" && rmdir "{tmp_path}/gone" && wflint {command}')

    assert (done.returncode, done.stderr) == (2, "wflint: the current directory does not exist any more\n")
