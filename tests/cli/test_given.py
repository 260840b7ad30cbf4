"""Values given on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wflint.cli.given import current_branch, pairs, parameters_in
from wflint.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def test_pairs_are_split_at_the_first_sign() -> None:
    assert pairs("--param", ["a=1", "b=x=y", "c=", "a=2"]) == {"a": "2", "b": "x=y", "c": ""}


@pytest.mark.parametrize("text", ["a", "=1", " =1"])
def test_a_text_without_a_name_or_a_sign_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=f"`--param` takes NAME=VALUE, not `{text}`"):
        pairs("--param", [text])


@pytest.mark.parametrize("text", ["a: true\nb: 3\nc: x\n", '{"a": true, "b": 3, "c": "x"}'])
def test_a_file_of_parameters_is_yaml_or_json(tmp_path: Path, text: str) -> None:
    path = tmp_path / "parameters"
    path.write_text(text)

    assert parameters_in(str(path)) == {"a": True, "b": 3, "c": "x"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[a]", "must be a mapping of parameter names to values"),
        ("", "must be a mapping"),
        ("a: [1]", "the value of `a` must be a single value"),
        ("a: [", "is no YAML: "),
    ],
)
def test_a_file_of_something_else_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "parameters"
    path.write_text(text)

    with pytest.raises(UsageError, match=message):
        parameters_in(str(path))


def head(directory: Path, text: str) -> None:
    """Make a repository whose checkout is at something."""
    directory.mkdir(parents=True)
    (directory / "HEAD").write_text(text)


def test_the_branch_of_the_checkout_is_known(tmp_path: Path) -> None:
    head(tmp_path / ".git", "ref: refs/heads/feature/x\n")
    (tmp_path / "sub").mkdir()

    assert current_branch(str(tmp_path / "sub")) == "feature/x"


def test_a_worktree_has_its_own_branch(tmp_path: Path) -> None:
    head(tmp_path / "main" / ".git" / "worktrees" / "tree", "ref: refs/heads/other\n")
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / ".git").write_text("gitdir: ../main/.git/worktrees/tree\n")

    assert current_branch(str(tmp_path / "tree")) == "other"


def test_a_detached_head_is_on_no_branch(tmp_path: Path) -> None:
    head(tmp_path / ".git", "0123456789012345678901234567890123456789\n")

    assert current_branch(str(tmp_path)) is None
