"""Whole runs in containers: the image is made here, the command line is the user's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.localrun.sandbox.bench import IMAGE

if TYPE_CHECKING:
    from collections.abc import Mapping

FIXTURES = Path(__file__).parents[3] / "fixtures"


def wflint(directory: Path, settings: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command line there."""
    environment = {**os.environ, **settings, "XDG_STATE_HOME": str(directory.parent / "state")}
    command = [sys.executable, "-m", "wflint", *arguments]
    return subprocess.run(command, cwd=directory, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(params=["podman", pytest.param("docker", marks=pytest.mark.slow)])
def engine(request: pytest.FixtureRequest) -> tuple[str, Mapping[str, str]]:
    """A container engine that works here, and the environment in which it does."""
    return request.param, request.getfixturevalue(request.param)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """An empty directory, which is no checkout."""
    path = tmp_path / "repository"
    path.mkdir()
    return path


def test_the_example_that_everything_began_with_works_in_containers(
    engine: tuple[str, Mapping[str, str]], repository: Path
) -> None:
    backend, settings = engine
    shutil.copy(FIXTURES / "seed" / "workspace.yml", repository / "config.yml")
    repaired = wflint(repository, settings, "check", "--fix", "config.yml")
    done = wflint(repository, settings, "run", "config.yml", "--isolation", backend, "--image", IMAGE)

    assert (repaired.returncode, done.returncode) == (0, 0), done.stdout + done.stderr
    assert "downstream │ It worked!\n" in done.stdout
    assert not os.path.lexists("/tmp/workspace")


@pytest.mark.slow
def test_a_whole_workflow_runs_in_containers(engine: tuple[str, Mapping[str, str]], repository: Path) -> None:
    backend, settings = engine
    shutil.copytree(FIXTURES / "local-run" / "shop", repository, dirs_exist_ok=True)
    done = wflint(repository, settings, "run", "--isolation", backend, "--image", IMAGE, "-j", "4", "--approve", "hold")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "11 succeeded, 1 not run" in done.stdout.rpartition("workflow shop succeeded")[2]
    assert "with no token" in done.stdout
