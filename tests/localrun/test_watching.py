from __future__ import annotations

import subprocess
import threading
from typing import TYPE_CHECKING

import pytest

from wflint.localrun.watching import changed_files, tree_state, wait_for_change

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A repository with a file, and one that is ignored."""
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / "a").write_text("1")
    (tmp_path / ".gitignore").write_text("ignored\n")
    return tmp_path


def test_new_changed_and_removed_files_are_noticed(tree: Path) -> None:
    before = tree_state(str(tree))
    (tree / "a").write_text("22")
    (tree / "b").write_text("")
    (tree / ".gitignore").unlink()

    assert changed_files(before, tree_state(str(tree))) == (".gitignore", "a", "b")


def test_ignored_files_do_not_matter(tree: Path) -> None:
    before = tree_state(str(tree))
    (tree / "ignored").write_text("x")

    assert tree_state(str(tree)) == before


def test_without_a_repository_all_files_matter(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "file").write_text("")

    assert list(tree_state(str(tmp_path))) == ["sub/file"]


def test_waiting_ends_with_a_change(tree: Path) -> None:
    before = tree_state(str(tree))
    timer = threading.Timer(0.1, (tree / "a").write_text, ["333"])
    timer.start()

    assert wait_for_change(str(tree), before) == ("a",)
    timer.join()
