"""What git knows: files of other revisions, and which files changed since one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from wflint.cli.files import decoded
from wflint.errors import ToolError, UsageError

if TYPE_CHECKING:
    from wflint.source import Source

_EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
"""The hash of a tree without files, which every repository knows."""


def split_revision(name: str) -> tuple[str, str] | None:
    """The parts of `REVISION:PATH`; None for what has no colon, and for a path with a drive's letter."""
    revision, colon, path = name.partition(":")
    if not colon or not revision or (os.name == "nt" and len(revision) == 1):
        return None
    return revision, path


def read_revision(revision: str, path: str) -> Source:
    """A file as it is in a revision; the path counts from the repository's root, or from here if it begins with `./`.

    An empty path is `.circleci/config.yml`. Raises `UsageError` for a revision or path that git does not know.
    """
    _check_revision(revision)
    path = path or ".circleci/config.yml"
    name = f"{revision}:{path}"
    code, data, _ = _git("show", f"{revision}:{path}")
    if code:
        raise UsageError(f"revision `{revision}` has no file `{path}`")
    if _git("cat-file", "-t", f"{revision}:{path}")[1].strip() != b"blob":
        raise UsageError(f"`{path}` of revision `{revision}` is a directory, not a file")
    return decoded(data, name)


def changed_since(revision: str, directory: str) -> tuple[str, ...]:
    """The files that changed between a revision and the commit checked out around a directory, from the root on.

    They are compared as the path-filtering orb does it: from the last commit both have in common; if that is the one
    checked out, from its first parent. Raises `UsageError` for a revision that git does not know.
    """
    _check_revision(revision, directory)
    head = _git("rev-parse", "HEAD", directory=directory)[1].decode().strip()
    code, data, _ = _git("merge-base", revision, "HEAD", directory=directory)
    if code:
        raise UsageError(f"revision `{revision}` has no commit in common with the one checked out")
    base = data.decode().strip()
    if base == head:
        code, data, _ = _git("rev-parse", "--verify", "--quiet", "HEAD~1", directory=directory)
        base = _EMPTY_TREE if code else data.decode().strip()
    names = _git("diff", "--name-only", "-z", base, head, directory=directory)[1]
    return tuple(name.decode("utf-8", "surrogateescape") for name in names.split(b"\0") if name)


def _check_revision(revision: str, directory: str = os.curdir) -> None:
    name = f"{revision}^{{commit}}"
    code, _, message = _git("rev-parse", "--verify", "--quiet", "--end-of-options", name, directory=directory)
    if code and "not a git repository" in message:
        raise UsageError(f"there is no git repository here to look for revision `{revision}` in")
    if code:
        raise UsageError(f"git knows no revision `{revision}` here")


def _git(*arguments: str, directory: str = os.curdir) -> tuple[int, bytes, str]:
    """Exit code, output and messages of git. Raises `ToolError` where it cannot be started."""
    from subprocess import run

    command = ["git", "-C", directory, *arguments]
    try:
        # It is found as the shell finds it; what people name is behind `--end-of-options` or part of an expression.
        done = run(command, capture_output=True, check=False, env={**os.environ, "LC_ALL": "C"})  # noqa: S603
    except OSError as error:
        raise ToolError("`git` is not installed, and a revision needs it") from error
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")
