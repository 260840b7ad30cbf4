"""One door to the command line: run it here, in a directory of its own, and read its streams."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, NamedTuple, Protocol

import pytest

from wflint.__main__ import main

if TYPE_CHECKING:
    from pathlib import Path

CLEAN = """\
version: 2.1
jobs:
  build:
    docker: [{image: cimg/base:2024.01}]
    steps: [checkout]
workflows:
  main:
    jobs: [build]
"""

TYPO = CLEAN.replace("jobs: [build]", "jobs: [build, {test: {requires: [biuld]}}]").replace(
    "workflows", "  test:\n    docker: [{image: cimg/base:2024.01}]\n    steps: [checkout]\nworkflows"
)


class Outcome(NamedTuple):
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str


class Wflint(Protocol):
    """Run a command line; `stdin` is what it can read there."""

    def __call__(self, *arguments: str, stdin: bytes = b"") -> Outcome: ...


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository, which is the current directory."""
    (tmp_path / ".git").mkdir()
    (tmp_path / ".circleci").mkdir()
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "_WFLINT_COMPLETE", "WFLINT_TRACEBACK"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def config(repository: Path) -> Path:
    """The config of the repository, with nothing wrong in it."""
    path = repository / ".circleci" / "config.yml"
    path.write_text(CLEAN)
    return path


@pytest.fixture
def typo(config: Path) -> Path:
    """The config of the repository, with one error."""
    config.write_text(TYPO)
    return config


@pytest.fixture
def wflint(repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Wflint:
    """Run a command line in the repository."""
    assert repository.is_dir()

    def run(*arguments: str, stdin: bytes = b"") -> Outcome:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main(arguments)
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return run
