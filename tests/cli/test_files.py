"""Files as commands read and write them."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from wflint.cli.files import default_config, read_config, write_file, write_result
from wflint.errors import FileError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("place", [".", "sub", ".circleci"])
def test_the_config_of_the_repository_is_found_from_inside(
    config: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    root = config.parents[1]
    (root / "sub").mkdir()
    monkeypatch.chdir(root / place)

    assert read_config().text == config.read_text()


def test_a_repository_inside_a_repository_has_its_own_config(config: Path) -> None:
    inner = config.parents[1] / "inner"
    (inner / ".git").mkdir(parents=True)

    with pytest.raises(FileError, match="name a file"):
        default_config(str(inner))


def test_a_directory_stands_for_its_config(config: Path) -> None:
    assert read_config(str(config.parents[1])).path.endswith(".circleci/config.yml")


def test_the_other_ending_is_a_config_too(config: Path) -> None:
    config.rename(config.with_name("config.yaml"))

    assert default_config(".") == ".circleci/config.yaml"


def test_a_device_is_no_config() -> None:
    with pytest.raises(FileError, match="`/dev/null` is a device, not a file"):
        read_config("/dev/null")


def test_a_result_may_go_to_a_device() -> None:
    write_file("/dev/null", "x")


def test_a_file_that_cannot_be_replaced_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()

    with pytest.raises(FileError, match="cannot write"):
        write_file(str(tmp_path / "target"), "x")
    assert [path.name for path in tmp_path.iterdir()] == ["target"]


def test_a_reader_that_stops_early_is_no_error() -> None:
    command = f"{sys.executable} -c \"from wflint.cli.files import write_result as w; w('x\\n' * 10**6)\" | head -1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, "x\n", "")


@pytest.mark.parametrize(
    ("command", "code", "message"),
    [
        ("wflint check config.yml > /dev/full", 2, "wflint: cannot write the result: no space left on device\n"),
        ("wflint check config.yml >&-", 0, ""),
        ("wflint rules >&-", 0, ""),
        ("wflint check - <&-", 2, "wflint: there is no standard input to read\n"),
        ("wflint rules | head -1 > /dev/null", 0, ""),
    ],
)
def test_streams_that_are_closed_or_full_are_no_bugs(config: Path, command: str, code: int, message: str) -> None:
    shell = ["bash", "-o", "pipefail", "-c", command.replace("wflint", f"{sys.executable} -m wflint")]
    done = subprocess.run(shell, cwd=config.parent, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (code, message)


def test_a_terminal_that_lacks_a_character_gets_its_escape() -> None:
    code = "from wflint.cli.files import write_result as w; w('job `é…`\\n')"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, env={"PYTHONIOENCODING": "ascii"}, check=True
    )

    assert done.stdout == b"job `\\xe9\\u2026`\n"


def test_bytes_are_written_as_they_are(tmp_path: Path) -> None:
    write_result(b"\x89PNG\r\n", str(tmp_path / "dag.png"))

    assert (tmp_path / "dag.png").read_bytes() == b"\x89PNG\r\n"
