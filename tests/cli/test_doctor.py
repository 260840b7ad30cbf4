from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wflint.localrun.sandbox import probes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.conftest import Wflint

PAGE = (Path(__file__).parents[2] / "docs" / "doctor.md").read_text(encoding="utf-8")
SAYS = 'case "$1" in --version) echo {name} 1.2.3;; esac'


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A directory of programs that are the only ones: `git`, `tar` and `bash` work."""
    directory = tmp_path / "programs"
    directory.mkdir()
    monkeypatch.setenv("PATH", str(directory))
    known = (probes.bubblewrap, probes.namespace, probes.overlays, probes.engine, probes.container)
    for probe in known:
        probe.cache_clear()
    for name in ("git", "tar", "bash"):
        add(directory, name, SAYS.format(name=name))
    yield directory
    for probe in known:
        probe.cache_clear()


def add(directory: Path, name: str, script: str) -> None:
    (directory / name).write_text(f"#!/bin/sh\n{script}\n")
    (directory / name).chmod(0o755)


def test_what_works_is_told_with_its_version(programs: Path, wflint: Wflint) -> None:
    add(programs, "bwrap", SAYS.format(name="bubblewrap"))
    code, out, err = wflint("doctor")

    assert (code, err) == (0, "")
    assert (
        "\n  bubblewrap  yes  1.2.3; system directories are read-only: only the superuser can mount overlays\n" in out
    )
    assert "\njobs run in: an engine that has their image, else bubblewrap\n" in out
    assert "\n  git   yes  git 1.2.3\n" in out


def test_what_does_not_work_is_told_with_what_helps(programs: Path, wflint: Wflint) -> None:
    add(programs, "docker", "echo 'Cannot connect to the Docker daemon.' >&2; exit 1")
    code, out, _ = wflint("doctor")

    assert code == 1
    assert "\n  docker      no   Cannot connect to the Docker daemon.\n                   start it: " in out
    assert (
        "\n  bubblewrap  no   `bwrap` is not installed\n                   install it: `apt-get install bubblewrap`"
        in out
    )
    assert "\njobs cannot be run: none of bubblewrap and namespace works\n" in out


def test_an_engine_that_starts_no_container_does_not_work(programs: Path, wflint: Wflint) -> None:
    refuses = "echo 'Error: error setting rlimit type 7' >&2; exit 1"
    add(programs, "podman", f'case "$*" in info*|--version) ;; "image ls"*) echo 1234;; *) {refuses};; esac')
    _, out, _ = wflint("doctor")

    assert "\n  podman      no   error setting rlimit type 7\n                   set `default_ulimits` in" in out


def test_an_engine_without_images_works(programs: Path, wflint: Wflint) -> None:
    add(programs, "podman", 'case "$1" in --version) echo podman version 5.0;; info|image) ;; *) exit 1;; esac')
    _, out, _ = wflint("doctor")

    assert "\n  podman      yes  5.0; no image is on this machine: `--pull` fetches those of jobs\n" in out


def test_a_program_that_is_missing_is_told(programs: Path, wflint: Wflint) -> None:
    add(programs, "bwrap", "")
    (programs / "tar").unlink()
    code, out, _ = wflint("doctor")

    assert code == 1
    assert "\n  tar   no   `tar` is not installed: workspaces, caches, artifacts need it\n" in out


def test_the_same_is_written_as_json(programs: Path, wflint: Wflint) -> None:
    add(programs, "bwrap", SAYS.format(name="bubblewrap"))
    code, out, _ = wflint("doctor", "--format", "json")
    written = json.loads(out)

    assert (code, written["version"], written["chosen"]) == (0, 1, "bubblewrap")
    assert [each["name"] for each in written["backends"]] == ["bubblewrap", "namespace", "docker", "podman", "host"]
    assert written["tools"][0] == {"name": "git", "works": True, "detail": "git 1.2.3", "reason": "", "advice": ""}


def test_the_page_shows_what_is_printed(programs: Path, wflint: Wflint) -> None:
    add(programs, "bwrap", "echo bubblewrap 0.8.0")
    add(programs, "unshare", 'case "$*" in *overlay*) exit 1;; esac; echo unshare from util-linux 2.38.1')
    asks = "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?"
    add(programs, "docker", f"echo '{asks}' >&2; exit 1")
    for line in (
        "git version 2.39.5",
        "tar (GNU tar) 1.34",
        "GNU bash, version 5.2.15(1)-release (x86_64-pc-linux-gnu)",
    ):
        add(programs, next(name for name in ("git", "tar", "bash") if name in line), f"echo '{line}'")
    printed = re.search(r"^```console\n\$ wflint doctor\n.*?\n\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    _, out, _ = wflint("doctor")

    assert printed is not None
    assert out.partition("\n\n")[2] == printed[1]


def test_this_machine_is_examined_in_earnest(wflint: Wflint) -> None:
    code, out, _ = wflint("doctor")

    assert (code, "bubblewrap  yes" in out) == (0, True)
