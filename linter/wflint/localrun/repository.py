"""What the files of a git repository say without starting git: branch, commit, address."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

_SECTION = re.compile(r'\[\s*remote\s+"origin"\s*\]')
_ADDRESS = re.compile(r"(?:[a-z+]+://)?(?:[^@/\s]+@)?(?P<host>[^/:\s]+)(?::\d+)?[:/]+(?P<path>[^\s]+?)(?:\.git)?/?")
_HOSTS = {"github.com": "github", "bitbucket.org": "bitbucket", "gitlab.com": "gitlab"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """A checkout: the absolute path of its `root`, and what its `.git` says; None for what it does not say.

    `address` is the URL of the remote `origin`; `host`, `owner` and `name` are its parts, `host` being `github`,
    `bitbucket`, `gitlab` or a domain. A directory that is no checkout has nothing but a root.
    """

    root: str
    branch: str | None = None
    revision: str | None = None
    address: str | None = None
    host: str | None = None
    owner: str | None = None
    name: str | None = None


def repository_around(path: str) -> Repository:
    """The repository a file or directory is in.

    Outside of git it is the directory that holds the `.circleci` of the path, else the path's directory.
    """
    start = os.path.abspath(path)
    if not os.path.isdir(start):
        start = os.path.dirname(start)
    current = start
    while True:
        git = os.path.join(current, ".git")
        if os.path.exists(git):
            return _read(current, _git_directory(git))
        parent = os.path.dirname(current)
        if parent == current:
            break
        current = parent
    is_config_folder = os.path.basename(start) == ".circleci"
    return Repository(root=os.path.dirname(start) if is_config_folder else start)


def parts_of_address(address: str) -> tuple[str, str, str] | None:
    """Host, owner and name of a repository's address; None for a path on this machine."""
    match = _ADDRESS.fullmatch(address)
    if match is None or address.startswith(("/", ".", "file:")):
        return None
    owner, slash, name = match["path"].rpartition("/")
    return (_HOSTS.get(match["host"], match["host"]), owner, name) if slash else None


def _read(root: str, git: str) -> Repository:
    head = _text(os.path.join(git, "HEAD")).strip()
    reference = head.removeprefix("ref: ")
    # Worktrees share the references and settings of the repository they belong to.
    common = os.path.normpath(os.path.join(git, _text(os.path.join(git, "commondir")).strip()))
    revision = _revision(git, common, reference) if reference != head else head or None
    address = _address(_text(os.path.join(common, "config")))
    host, owner, name = (parts_of_address(address) if address is not None else None) or (None, None, None)
    return Repository(
        root=root,
        branch=reference.removeprefix("refs/heads/") if reference.startswith("refs/heads/") else None,
        revision=revision,
        address=address,
        host=host,
        owner=owner,
        name=name,
    )


def _git_directory(git: str) -> str:
    if os.path.isdir(git):
        return git
    target = _text(git).strip().removeprefix("gitdir: ")
    return os.path.normpath(os.path.join(os.path.dirname(git), target))


def _revision(git: str, common: str, reference: str) -> str | None:
    for directory in (git, common):
        text = _text(os.path.join(directory, reference)).strip()
        if text:
            return text
    for line in _text(os.path.join(common, "packed-refs")).splitlines():
        revision, _, name = line.partition(" ")
        if name.strip() == reference:
            return revision
    return None


def _address(config: str) -> str | None:
    is_origin = False
    for line in config.splitlines():
        stripped = line.strip()
        if stripped.startswith("["):
            is_origin = _SECTION.fullmatch(stripped) is not None
        elif is_origin and stripped.partition("=")[0].strip() == "url":
            return stripped.partition("=")[2].strip().strip('"') or None
    return None


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except (OSError, UnicodeDecodeError):
        return ""
