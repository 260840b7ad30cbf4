from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from wflint.localrun.removal import remove_aside, remove_empty, remove_tree

if TYPE_CHECKING:
    from pathlib import Path


def test_a_tree_without_rights_is_removed(tmp_path: Path) -> None:
    tree = _closed(tmp_path)
    remove_tree(str(tree))
    remove_tree(str(tree))

    assert list(tmp_path.iterdir()) == []


def test_a_path_is_free_at_once_and_the_tree_gone_when_the_loop_ends(tmp_path: Path) -> None:
    tree = _closed(tmp_path)

    async def remove() -> None:
        await remove_aside(str(tree))
        tree.mkdir()
        (tree / "new").touch()

    asyncio.run(remove())

    assert [path.name for path in tmp_path.rglob("*")] == ["tree", "new"]


def test_what_is_not_there_need_not_be_removed(tmp_path: Path) -> None:
    asyncio.run(remove_aside(str(tmp_path / "tree")))

    assert list(tmp_path.iterdir()) == []


def test_directories_that_nothing_is_left_in_are_removed(tmp_path: Path) -> None:
    for path in ("jobs/a", "jobs/b/0", "empty/a"):
        (tmp_path / path).mkdir(parents=True)
    for path in ("jobs", "empty", "absent"):
        remove_empty(str(tmp_path / path))

    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")) == ["jobs", "jobs/b", "jobs/b/0"]


def _closed(directory: Path) -> Path:
    """A directory that nobody may write to, with another in it that nobody may enter."""
    closed = directory / "tree" / "closed" / "below"
    closed.mkdir(parents=True)
    (closed / "file").write_text("")
    (directory / "tree" / "link").symlink_to(directory)
    closed.chmod(0)
    closed.parent.chmod(0o500)
    return directory / "tree"
