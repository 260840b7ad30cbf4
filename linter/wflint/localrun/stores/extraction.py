"""Unpack what a job hands out onto this machine: regular files only, and nowhere but below a directory of ours."""

from __future__ import annotations

import os
import posixpath
import shutil
import tarfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wflint.localrun.stores.capture import replacing

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_LINKS = 40
"""So many links in a row are followed, as Linux does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """The files that were written, relative to the directory and sorted, their bytes, and what was left out and why."""

    files: tuple[str, ...]
    size: int
    skipped: tuple[str, ...]


def extract(archive: str, directory: str, place: Callable[[str], str | None]) -> Extracted:
    """Write the files of a tar below a directory, links to files of the tar as those files.

    `place` says where a member goes, as a path relative to the directory; None leaves it out. Modes are not kept:
    what comes out of a job is data.
    """
    written: dict[str, int] = {}
    skipped: list[str] = []
    with tarfile.open(archive, "r:") as members:
        by_name = {posixpath.normpath(member.name): member for member in members}
        for name, member in by_name.items():
            if member.isdir():
                continue
            target = place(name)
            if target is None:
                continue
            source = _followed(member, by_name)
            if source is None or _leaves(posixpath.normpath(target)):
                skipped.append(f"`{name}` is left out: {_reason(member)}")
                continue
            path = posixpath.normpath(target)
            if _write(members, source, os.path.join(directory, path)):
                written[path] = source.size
            else:
                skipped.append(f"`{name}` is left out: `{path}` is a directory and a file at once")
    return Extracted(files=tuple(sorted(written)), size=sum(written.values()), skipped=tuple(skipped))


def _followed(member: tarfile.TarInfo, by_name: dict[str, tarfile.TarInfo]) -> tarfile.TarInfo | None:
    """The regular file that a member is or links to; None if that is not in the archive."""
    found: tarfile.TarInfo | None = member
    for _ in range(_MOST_LINKS):
        if found is None or found.isreg():
            return found
        if found.issym():
            beside = posixpath.dirname(posixpath.normpath(found.name))
            found = by_name.get(posixpath.normpath(posixpath.join(beside, found.linkname)))
        elif found.islnk():
            found = by_name.get(posixpath.normpath(found.linkname))
        else:
            return None
    return None


def _leaves(path: str) -> bool:
    return path == ".." or path.startswith(("/", "../"))


def _reason(member: tarfile.TarInfo) -> str:
    if member.issym() or member.islnk():
        return f"it is a link to `{member.linkname}`, which is no file of what is stored"
    return "it lies outside of what is stored" if member.isreg() else "it is no regular file"


def _write(archive: tarfile.TarFile, member: tarfile.TarInfo, path: str) -> bool:
    """Write a file, over one of that name; False if a directory stands there, or a file where its directory would."""
    content = archive.extractfile(member)
    if content is None or os.path.isdir(path):
        return False
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        return False
    with content, replacing(path) as file:
        shutil.copyfileobj(content, file, 1 << 20)
    return True
