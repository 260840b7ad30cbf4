"""The code that jobs check out: a snapshot of the files as they are, taken without touching the user's repository.

A job gets a repository with a clean state: the commit itself where nothing was changed, else one more commit that holds
the changes. Ignored files are left out, as on CircleCI.
"""

from __future__ import annotations

import os
import shutil
import tarfile
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from wflint.errors import FileError, ToolError
from wflint.localrun.git import Git, has_git
from wflint.localrun.stores.capture import replacing

if TYPE_CHECKING:
    from collections.abc import Iterator

SHALLOW = "shallow"
_AUTHOR = "wflint"
_MESSAGE = "wflint: the files as they are, with what has not been committed"
_FIRST_DATE = "1970-01-01T00:00:00 +0000"
_GITLINK = "160000"
_MOST_NAMES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What every `checkout` of a run unpacks: the tar `archive`, the commit, and what is special about it.

    `revision` is None without git. `is_changed`: the commit is not the user's, as there are changes. `warnings` are
    lines for people.
    """

    archive: str
    revision: str | None
    is_changed: bool
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Commit:
    """A commit to be checked out, and the directories of objects that it needs."""

    revision: str
    is_changed: bool
    objects: tuple[str, ...]
    warnings: tuple[str, ...]


def take_snapshot(root: str, directory: str, *, branch: str | None = None, tag: str | None = None) -> Snapshot:
    """Pack the files below `root` and a repository for them into `directory`, which is made.

    The repository is on `branch`, or detached, at the `tag` if one is given.
    Raises `FileError` and `ToolError`; the user's files, index, objects and references stay as they are.
    """
    if not os.path.isdir(root):
        raise FileError(f"there is no directory `{root}`")
    os.makedirs(directory, exist_ok=True)
    archive = os.path.join(directory, "source.tar")
    if not has_git():
        warning = "git is not installed: jobs get all files, ignored ones too, and no repository"
        _pack(archive, root, without=directory)
        return Snapshot(archive=archive, revision=None, is_changed=True, warnings=(warning,))
    work = os.path.join(directory, "work")
    shutil.rmtree(work, ignore_errors=True)
    try:
        os.makedirs(os.path.join(work, "objects"))
        commit = _committed(root, work)
        source = os.path.join(work, "source")
        _check_out(root, source, commit, branch=branch, tag=tag)
        _pack(archive, source)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return Snapshot(archive=archive, revision=commit.revision, is_changed=commit.is_changed, warnings=commit.warnings)


def _committed(root: str, work: str) -> _Commit:
    """The commit of all files, made beside the user's repository, or without it where it cannot be used."""
    user = Git(root)
    code, _, errors = user.attempt("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    if code == 0 and _is_top(user, root):
        return _on_head(user, root, work)
    return _alone(root, work, _why_alone(root, errors))


def _on_head(user: Git, root: str, work: str) -> _Commit:
    """A commit on the user's own one; new objects go to a directory of ours."""
    index = os.path.join(work, "index")
    # A copy of the index knows which files have not changed since.
    own_index = _git_path(user, root, "index")
    if os.path.exists(own_index):
        shutil.copy2(own_index, index)
    stored, objects = _git_path(user, root, "objects"), os.path.join(work, "objects")
    variables = {"GIT_INDEX_FILE": index, "GIT_OBJECT_DIRECTORY": objects, "GIT_ALTERNATE_OBJECT_DIRECTORIES": stored}
    head = user.run("rev-parse", "HEAD")
    date = user.run("show", "-s", "--format=%cI", head)
    beside = Git(root, {**variables, **_identity(date)})
    warnings = _add(beside, work)
    tree = beside.run("write-tree")
    is_changed = tree != user.run("rev-parse", f"{head}^{{tree}}")
    if is_changed:
        known = set(_links(user.run("ls-tree", "-r", "-z", head)))
        warnings += _nested(link for link in _links(beside.run("ls-files", "-s", "-z")) if link not in known)
        head = beside.run("commit-tree", tree, "-p", head, "-m", _MESSAGE)
    return _Commit(revision=head, is_changed=is_changed, objects=(stored, objects), warnings=(*warnings, *_lfs(beside)))


def _alone(root: str, work: str, reason: str) -> _Commit:
    """A first commit of all files in a repository of ours."""
    own = os.path.join(work, "own")
    Git(work).run("init", "--quiet", "--bare", "--template=", own)
    beside = Git(root, {"GIT_DIR": own, "GIT_WORK_TREE": root, **_identity(_FIRST_DATE)})
    warnings = _add(beside, work)
    warnings += _nested(_links(beside.run("ls-files", "-s", "-z")))
    revision = beside.run("commit-tree", beside.run("write-tree"), "-m", _MESSAGE)
    return _Commit(
        revision=revision, is_changed=True, objects=(os.path.join(own, "objects"),), warnings=(reason, *warnings)
    )


def _check_out(root: str, source: str, commit: _Commit, *, branch: str | None, tag: str | None) -> None:
    """A repository with all objects of its own, at a commit, with the user's tags and remote branches."""
    Git(os.path.dirname(source)).run("init", "--quiet", "--template=", source)
    target = Git(source)
    alternates = os.path.join(source, ".git", "objects", "info", "alternates")
    os.makedirs(os.path.dirname(alternates), exist_ok=True)
    with open(alternates, "w", encoding="utf-8", errors="surrogateescape") as file:
        file.writelines(f"{_quoted(path)}\n" for path in commit.objects)
    _take_over(root, target, os.path.join(source, ".git"))
    if tag is not None:
        target.run("update-ref", f"refs/tags/{tag}", commit.revision)
    how = ["-B", branch] if branch is not None and tag is None else ["--detach"]
    target.run("checkout", "--quiet", "--force", *how, commit.revision)
    target.run("repack", "-a", "-d", "-q")
    os.unlink(alternates)
    # Unpacked files keep their times but not their inodes: git need not read them all again.
    target.run("config", "core.checkStat", "minimal")
    target.run("config", "core.trustctime", "false")
    target.run("config", "gc.auto", "0")


def _take_over(root: str, target: Git, git_directory: str) -> None:
    """Give a repository the user's tags, remote branches, and the address of its origin, without passwords."""
    user = Git(root)
    code, listed, _ = user.attempt(
        "for-each-ref", "--format=%(refname) %(objectname)", "refs/tags", "refs/remotes/origin"
    )
    if code or not _is_top(user, root):
        return
    shallow = _git_path(user, root, SHALLOW)
    if os.path.exists(shallow):
        shutil.copyfile(shallow, os.path.join(git_directory, SHALLOW))
    references = [line for line in listed.splitlines() if not line.startswith("refs/remotes/origin/HEAD ")]
    target.run("update-ref", "--stdin", lines=[f"update {line}" for line in references])
    code, address, _ = user.attempt("config", "--get", "remote.origin.url")
    if code == 0 and address:
        target.run("remote", "add", "origin", _without_password(address))


def _add(beside: Git, work: str) -> tuple[str, ...]:
    """Put all files that are not ignored into the index; files that cannot be read are left out, and named."""
    storage = os.path.join(work, "lfs")
    code, _, errors = beside.attempt("-c", f"lfs.storage={storage}", "add", "--all", "--ignore-errors", ".")
    if code == 0:
        return ()
    unread = [line.removeprefix("error: ") for line in errors.splitlines() if line.startswith("error: open(")]
    if not unread:
        reason = errors.strip().splitlines()
        raise ToolError(f"`git add` failed: {reason[-1] if reason else f'exit code {code}'}")
    return tuple(f"a file is left out of the checkout: {line}" for line in unread[:_MOST_NAMES])


def _lfs(git: Git) -> tuple[str, ...]:
    code, _, _ = git.attempt(
        "grep", "--cached", "--quiet", "-e", "filter=lfs", "--", ".gitattributes", "**/.gitattributes"
    )
    return () if code else ("files kept by Git LFS are only pointers in jobs",)


def _links(listed: str) -> Iterator[str]:
    """The paths of other repositories in what `ls-files -s -z` or `ls-tree -r -z` lists."""
    for entry in listed.split("\0"):
        if entry.startswith(_GITLINK):
            yield entry.partition("\t")[2]


def _nested(links: Iterator[str]) -> tuple[str, ...]:
    return tuple(f"`{link}` is a repository of its own: its files are left out of the checkout" for link in links)


def _is_top(user: Git, root: str) -> bool:
    code, top, _ = user.attempt("rev-parse", "--show-toplevel")
    return code == 0 and os.path.realpath(top) == os.path.realpath(root)


def _git_path(user: Git, root: str, name: str) -> str:
    return os.path.realpath(os.path.join(root, user.run("rev-parse", "--git-path", name)))


def _why_alone(root: str, errors: str) -> str:
    if not os.path.exists(os.path.join(root, ".git")):
        return "this is no git repository: jobs get one with a single commit"
    if "dubious ownership" in errors or "unsafe repository" in errors:
        return (
            "the repository belongs to another user, so git does not open it: jobs get one with a single commit "
            f"(`git config --global --add safe.directory {root}` trusts it)"
        )
    return "the repository has no commit yet: jobs get one with a single commit"


def _identity(date: str) -> dict[str, str]:
    """Who commits; the same files on the same commit are always the same commit."""
    return {
        f"GIT_{role}_{name}": value
        for role in ("AUTHOR", "COMMITTER")
        for name, value in (("NAME", _AUTHOR), ("EMAIL", f"{_AUTHOR}@localhost"), ("DATE", date))
    }


def _without_password(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme in {"http", "https"} and "@" in parts.netloc:
        return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    return address


def _quoted(path: str) -> str:
    """A path as `info/alternates` takes it: one that begins with a quote or `#` is put into quotes."""
    if not path.startswith(('"', "#")) and "\n" not in path:
        return path
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _pack(archive: str, directory: str, *, without: str | None = None) -> None:
    """Write an uncompressed tar of what is in a directory, sockets and a directory in it left out."""
    skipped = None if without is None else os.path.realpath(without)

    def chosen(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
        if skipped is not None and member.isdir():
            path = os.path.realpath(os.path.join(directory, member.name))
            if path == skipped or os.path.normpath(member.name) == ".git":
                return None
        return None if member.isdev() else member

    # Whole seconds are enough for git here, and parts of them would double the headers.
    with (
        replacing(archive) as file,
        tarfile.open(fileobj=file, mode="w|", bufsize=1 << 20, format=tarfile.GNU_FORMAT) as packed,
    ):
        packed.add(directory, arcname=".", filter=chosen)
