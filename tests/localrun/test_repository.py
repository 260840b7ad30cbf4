from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from wflint.localrun.repository import parts_of_address, repository_around

if TYPE_CHECKING:
    from pathlib import Path


def git(directory: Path, *arguments: str) -> str:
    """Run git there, as nobody in particular."""
    names = ("-c", "user.name=n", "-c", "user.email=e", "-c", "init.defaultBranch=main")
    done = subprocess.run(["git", *names, *arguments], cwd=directory, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository with one commit and an address."""
    root = tmp_path / "checkout"
    (root / ".circleci").mkdir(parents=True)
    git(root, "init", "-q")
    git(root, "commit", "-q", "--allow-empty", "-m", "first")
    git(root, "remote", "add", "origin", "https://github.com/acme/shop.git")
    return root


def test_branch_commit_and_address_are_read(checkout: Path) -> None:
    found = repository_around(str(checkout / ".circleci" / "config.yml"))

    assert (found.root, found.branch, found.revision) == (str(checkout), "main", git(checkout, "rev-parse", "HEAD"))
    assert (found.host, found.owner, found.name) == ("github", "acme", "shop")


def test_packed_references_are_read(checkout: Path) -> None:
    git(checkout, "pack-refs", "--all")

    assert repository_around(str(checkout)).revision == git(checkout, "rev-parse", "HEAD")


def test_a_detached_head_has_a_commit_and_no_branch(checkout: Path) -> None:
    git(checkout, "checkout", "-q", "--detach")
    found = repository_around(str(checkout))

    assert (found.branch, found.revision) == (None, git(checkout, "rev-parse", "HEAD"))


def test_a_linked_worktree_is_a_checkout_of_its_own(checkout: Path, tmp_path: Path) -> None:
    linked = tmp_path / "linked"
    git(checkout, "worktree", "add", "-q", "-b", "other", str(linked))
    found = repository_around(str(linked))

    assert (found.root, found.branch, found.name) == (str(linked), "other", "shop")
    assert found.revision == git(checkout, "rev-parse", "HEAD")


def test_a_directory_without_git_has_nothing_but_a_root(tmp_path: Path) -> None:
    (tmp_path / "plain" / ".circleci").mkdir(parents=True)
    found = repository_around(str(tmp_path / "plain" / ".circleci" / "config.yml"))

    assert (found.root, found.revision, found.address) == (str(tmp_path / "plain"), None, None)


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("git@github.com:acme/shop.git", ("github", "acme", "shop")),
        ("https://github.com/acme/shop", ("github", "acme", "shop")),
        ("ssh://git@bitbucket.org:22/acme/shop.git", ("bitbucket", "acme", "shop")),
        ("https://gitlab.com/group/sub/shop.git", ("gitlab", "group/sub", "shop")),
        ("https://git.example.test/acme/shop.git", ("git.example.test", "acme", "shop")),
        ("/srv/shop.git", None),
        ("../shop", None),
        ("file:///srv/shop.git", None),
    ],
)
def test_an_address_has_parts(address: str, parts: tuple[str, str, str] | None) -> None:
    assert parts_of_address(address) == parts
