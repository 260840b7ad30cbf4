"""The hooks that `.pre-commit-hooks.yaml` offers, as pre-commit runs them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from wflint.engine.policy import plain
from wflint.source import Source
from wflint.syntax.parsing import parse

ROOT = Path(__file__).parents[2]
BROKEN = """\
version: 2.1
jobs: {a: {docker: [{image: cimg/base:2024.01}], steps: [checkout]}}
workflows: {w: {jobs: [{a: {requires: [b]}}]}}
"""


def test_the_hooks_are_ours_and_look_at_configs() -> None:
    root = parse(Source((ROOT / ".pre-commit-hooks.yaml").read_text())).root
    assert root is not None
    hooks = plain(root)

    assert [(hook["id"], hook["entry"]) for hook in hooks] == [
        ("wflint", "wflint check"),
        ("wflint-fix", "wflint check --fix"),
    ]
    assert {hook["files"] for hook in hooks} == {r"^\.circleci/.*\.ya?ml$"}


def git(directory: Path, *arguments: str) -> None:
    """Run git as somebody."""
    identity = ["-c", "user.name=somebody", "-c", "user.email=somebody@example.com"]
    subprocess.run(["git", *identity, *arguments], cwd=directory, check=True, capture_output=True)


def try_hook(project: Path, hooks: Path, name: str) -> subprocess.CompletedProcess[str]:
    """Run one hook of a repository on a project."""
    command = [sys.executable, "-m", "pre_commit", "try-repo", str(hooks), name, "--all-files", "--color=never"]
    environment = os.environ | {"PRE_COMMIT_HOME": str(project.parent / "cache")}
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_the_hook_passes_a_clean_config_and_shows_what_is_wrong_in_a_broken_one(tmp_path: Path) -> None:
    hooks, project = tmp_path / "hooks", tmp_path / "project"
    ignored = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", "node_modules")
    shutil.copytree(ROOT, hooks, ignore=ignored)
    (project / ".circleci").mkdir(parents=True)
    config = project / ".circleci" / "config.yml"
    config.write_text(BROKEN.replace("{a: {requires: [b]}}", "a"))
    for repository in (hooks, project):
        git(repository, "init", "--quiet")
        git(repository, "add", ".")
        git(repository, "commit", "--quiet", "-m", "all")
    clean = try_hook(project, hooks, "wflint")
    config.write_text(BROKEN)
    broken = try_hook(project, hooks, "wflint")

    assert (clean.returncode, "Passed" in clean.stdout) == (0, True), clean.stdout + clean.stderr
    assert (broken.returncode, "Failed" in broken.stdout) == (1, True), broken.stdout + broken.stderr
    assert ".circleci/config.yml:3:40: error[unknown-requires]: job `a` requires `b`" in broken.stdout
