from __future__ import annotations

import hashlib
import os
import subprocess
import tarfile
from typing import TYPE_CHECKING

import pytest

from wflint.errors import FileError, ToolError
from wflint.localrun.checkout import take_snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from wflint.localrun.checkout import Snapshot

IDENTITY = {
    "GIT_AUTHOR_NAME": "n",
    "GIT_AUTHOR_EMAIL": "e",
    "GIT_COMMITTER_NAME": "n",
    "GIT_COMMITTER_EMAIL": "e",
    "GIT_CONFIG_GLOBAL": "/dev/null",
}


def git(directory: Path, *arguments: str) -> str:
    environment = {**os.environ, **IDENTITY}
    done = subprocess.run(
        ["git", "-c", "protocol.file.allow=always", *arguments],
        cwd=directory,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def repository(directory: Path, **files: str) -> Path:
    """A repository with one commit of some files, on `main`."""
    directory.mkdir(parents=True)
    git(directory, "init", "--quiet", "-b", "main")
    for name, content in files.items():
        (directory / name).write_text(content)
    git(directory, "add", ".")
    git(directory, "commit", "--quiet", "--allow-empty", "-m", "one")
    return directory


def taken(tmp_path: Path, root: Path, **chosen: str) -> tuple[Snapshot, Path]:
    """A snapshot, and the directory it was unpacked into, as a job does."""
    snapshot = take_snapshot(str(root), str(tmp_path / "state" / "source"), **chosen)
    job = tmp_path / "job"
    job.mkdir()
    with tarfile.open(snapshot.archive) as archive:
        archive.extractall(job, filter="data")
    assert os.listdir(tmp_path / "state" / "source") == ["source.tar"]
    return snapshot, job


def everything(root: Path) -> dict[str, tuple[int, int, str]]:
    """Mode, time and content of every file and directory."""
    found = {}
    for parent, folders, files in os.walk(root):
        for name in (*folders, *files):
            path = os.path.join(parent, name)
            status = os.lstat(path)
            content = ""
            if os.path.isfile(path):
                with open(path, "rb") as file:
                    content = hashlib.sha256(file.read()).hexdigest()
            found[path] = (status.st_mode, status.st_mtime_ns, content)
    return found


def test_a_clean_tree_is_its_own_commit(tmp_path: Path) -> None:
    root = repository(tmp_path / "r", a="1\n")
    snapshot, job = taken(tmp_path, root, branch="main")

    assert snapshot.revision == git(root, "rev-parse", "HEAD") == git(job, "rev-parse", "HEAD")
    assert not snapshot.is_changed
    assert snapshot.warnings == ()
    assert git(job, "status", "--porcelain", "--branch") == "## main"


def test_changes_become_a_commit_on_top(tmp_path: Path) -> None:
    root = repository(tmp_path / "r", a="1\n", b="1\n", c="1\n", **{".gitignore": "*.log\n"})
    head = git(root, "rev-parse", "HEAD")
    (root / "a").write_text("2\n")
    (root / "b").unlink()
    (root / "new").mkdir()
    (root / "new" / "ünï\n").write_text("new\n")
    (root / "x.log").write_text("ignored\n")
    (root / "c").write_text("staged\n")
    git(root, "add", "c")
    snapshot, job = taken(tmp_path, root, branch="feature/x")

    assert snapshot.is_changed
    assert git(job, "rev-parse", "HEAD~1") == head
    assert git(job, "status", "--porcelain", "--branch") == "## feature/x"
    assert sorted(os.listdir(job)) == [".git", ".gitignore", "a", "c", "new"]
    assert [(job / name).read_text() for name in ("a", "c", "new/ünï\n")] == ["2\n", "staged\n", "new\n"]
    assert (
        git(job, "log", "--format=%an %s")
        == "wflint wflint: the files as they are, with what has not been committed\nn one"
    )


def test_nothing_of_the_users_changes(tmp_path: Path) -> None:
    root = repository(tmp_path / "r", a="1\n", b="1\n")
    (root / "a").write_text("2\n")
    (root / "b").unlink()
    (root / "c").write_text("3\n")
    git(root, "add", "c")
    (root / "c").write_text("4\n")
    git(root, "stash", "list")
    git(root, "status")
    before = everything(root)
    taken(tmp_path, root, branch="main")

    assert everything(root) == before


def test_the_same_files_are_the_same_commit(tmp_path: Path) -> None:
    root = repository(tmp_path / "r", a="1\n")
    (root / "a").write_text("2\n")
    one = take_snapshot(str(root), str(tmp_path / "one"), branch="main")
    other = take_snapshot(str(root), str(tmp_path / "other"), branch="main")

    assert one.revision == other.revision


def test_git_reads_no_file_again_in_a_job(tmp_path: Path) -> None:
    root = repository(tmp_path / "r", a="1\n")
    (root / "a").write_text("2\n")
    _, job = taken(tmp_path, root, branch="main")

    assert git(job, "diff-files", "--name-only") == ""


def test_a_tag_is_checked_out_detached(tmp_path: Path) -> None:
    root = repository(tmp_path / "r", a="1\n")
    git(root, "tag", "v1")
    (root / "a").write_text("2\n")
    snapshot, job = taken(tmp_path, root, tag="v2")

    assert git(job, "status", "--porcelain", "--branch") == "## HEAD (no branch)"
    assert git(job, "rev-parse", "v2") == snapshot.revision
    assert git(job, "rev-parse", "v1") == git(root, "rev-parse", "HEAD")


def test_remote_branches_and_the_address_without_a_password_are_there(tmp_path: Path) -> None:
    origin = repository(tmp_path / "origin", a="1\n")
    git(origin, "branch", "develop")
    git(tmp_path, "clone", "--quiet", str(origin), "r")
    root = tmp_path / "r"
    git(root, "remote", "set-url", "origin", "https://me:secret@example.com/acme/shop.git")
    _, job = taken(tmp_path, root, branch="main")

    assert git(job, "for-each-ref", "--format=%(refname:short)", "refs/remotes").split() == [
        "origin/develop",
        "origin/main",
    ]
    assert git(job, "remote", "get-url", "origin") == "https://example.com/acme/shop.git"
    assert "secret" not in (job / ".git" / "config").read_text()


def test_a_job_has_the_whole_history_without_the_users_repository(tmp_path: Path) -> None:
    root = repository(tmp_path / "r", a="1\n")
    git(root, "commit", "--quiet", "--allow-empty", "-m", "two")
    (root / "a").write_text("2\n")
    _, job = taken(tmp_path, root, branch="main")
    root.rename(tmp_path / "gone")

    assert git(job, "rev-list", "--count", "HEAD") == "3"
    assert git(job, "fsck", "--full") == ""


def test_linked_worktrees_and_shallow_clones_work(tmp_path: Path) -> None:
    origin = repository(tmp_path / "origin", a="1\n")
    git(origin, "commit", "--quiet", "--allow-empty", "-m", "two")
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{origin}", "shallow")
    git(tmp_path / "shallow", "worktree", "add", "--quiet", "-b", "other", str(tmp_path / "linked"))
    (tmp_path / "linked" / "a").write_text("2\n")
    snapshot, job = taken(tmp_path, tmp_path / "linked", branch="other")

    assert snapshot.warnings == ()
    assert (job / "a").read_text() == "2\n"
    assert git(job, "rev-list", "--count", "HEAD") == "2"
    assert git(job, "status", "--porcelain", "--branch") == "## other"


def test_submodules_are_empty_as_on_circleci(tmp_path: Path) -> None:
    inner = repository(tmp_path / "inner", a="1\n")
    root = repository(tmp_path / "r", b="1\n")
    git(root, "submodule", "add", "--quiet", str(inner), "sub")
    git(root, "commit", "--quiet", "-m", "two")
    (root / "b").write_text("2\n")
    snapshot, job = taken(tmp_path, root, branch="main")

    assert snapshot.warnings == ()
    assert os.listdir(job / "sub") == []


def test_a_repository_inside_is_left_out_and_named(tmp_path: Path) -> None:
    root = repository(tmp_path / "r", a="1\n")
    repository(root / "vendor" / "inner", b="1\n")
    snapshot, job = taken(tmp_path, root, branch="main")

    assert snapshot.warnings == ("`vendor/inner` is a repository of its own: its files are left out of the checkout",)
    assert os.listdir(job / "vendor" / "inner") == []


@pytest.mark.parametrize(
    ("has_repository", "warning"),
    [
        (False, "this is no git repository: jobs get one with a single commit"),
        (True, "the repository has no commit yet: jobs get one with a single commit"),
    ],
)
def test_without_commits_there_is_one(tmp_path: Path, has_repository: bool, warning: str) -> None:
    root = tmp_path / "r"
    root.mkdir()
    (root / "a").write_text("1\n")
    (root / ".gitignore").write_text("*.log\n")
    (root / "x.log").write_text("1\n")
    git(root, *(["init", "--quiet"] if has_repository else ["--version"]))
    before = everything(root)
    snapshot, job = taken(tmp_path, root, branch="main")

    assert snapshot.warnings == (warning,)
    assert snapshot.is_changed
    assert sorted(os.listdir(job)) == [".git", ".gitignore", "a"]
    assert git(job, "rev-list", "--count", "main") == "1"
    assert everything(root) == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_a_repository_of_somebody_else_is_not_opened(tmp_path: Path) -> None:
    root = repository(tmp_path / "r", a="1\n")
    git(root, "config", "core.fsmonitor", f"touch {tmp_path}/executed")
    for parent, folders, files in os.walk(root):
        for name in (".", *folders, *files):
            os.lchown(os.path.join(parent, name), 12345, 12345)
    snapshot, job = taken(tmp_path, root, branch="main")

    (warning,) = snapshot.warnings
    assert warning == (
        "the repository belongs to another user, so git does not open it: jobs get one with a single commit "
        f"(`git config --global --add safe.directory {root}` trusts it)"
    )
    assert (job / "a").read_text() == "1\n"
    assert not (tmp_path / "executed").exists()


def test_no_hook_and_no_monitor_of_the_users_is_executed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = repository(tmp_path / "r", a="1\n")
    hook = root / ".git" / "hooks" / "post-index-change"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/executed\n")
    hook.chmod(0o755)
    git(root, "config", "core.fsmonitor", f"touch {tmp_path}/executed")
    (root / "a").write_text("2\n")
    # As in a hook of the user's own that starts a run.
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "elsewhere"))
    snapshot = take_snapshot(str(root), str(tmp_path / "state"), branch="main")

    assert snapshot.is_changed
    assert not (tmp_path / "executed").exists()


def test_without_git_all_files_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = repository(tmp_path / "r", a="1\n")
    os.mkfifo(root / "pipe")
    (root / "link").symlink_to("a")
    monkeypatch.setenv("PATH", str(tmp_path))
    snapshot = take_snapshot(str(root), str(root / "state"), branch="main")
    with tarfile.open(snapshot.archive) as archive:
        names = sorted(archive.getnames())

    assert snapshot.revision is None
    assert snapshot.warnings == ("git is not installed: jobs get all files, ignored ones too, and no repository",)
    assert names == [".", "./a", "./link"]


def test_a_branch_that_git_refuses_is_said(tmp_path: Path) -> None:
    root = repository(tmp_path / "r", a="1\n")

    with pytest.raises(ToolError, match=r"`git checkout` failed: fatal: 'a b' is not a valid branch name"):
        take_snapshot(str(root), str(tmp_path / "state"), branch="a b")


def test_a_directory_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="there is no directory"):
        take_snapshot(str(tmp_path / "none"), str(tmp_path / "state"))
