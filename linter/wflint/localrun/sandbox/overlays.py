"""System directories that a job may write to without changing this machine's: overlays, which root can mount."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_NOT_SHOWN = ("overlay", "nsfs", "tmpfs")
"""Kinds of file systems that container engines mount."""


def make_overlays(directory: str, paths: Iterable[str]) -> dict[str, str]:
    """Make the directories that overlays of system directories need; by path, the one that holds them.

    They are to be mounted below `root` in the directory, where the paths are made too.
    """
    places = {}
    for path in paths:
        places[path] = os.path.join(directory, "overlay", path[1:])
        for made in (f"{places[path]}/upper", f"{places[path]}/work", f"{directory}/root{path}"):
            os.makedirs(made, exist_ok=True)
    return places


def overlay_options(path: str, place: str) -> str:
    """The mount options of the overlay of a directory.

    Source: https://docs.kernel.org/filesystems/overlayfs.html
    """
    return f"lowerdir={_escaped(path)},upperdir={_escaped(place)}/upper,workdir={_escaped(place)}/work"


def with_overlays(directory: str, places: Mapping[str, str], command: Sequence[str]) -> tuple[str, ...]:
    """A command that first mounts each overlay below the root, in a mount namespace of its own.

    All are mounted by one program, from a table that is written into the directory.
    """
    table = os.path.join(directory, "overlays")
    with open(table, "w", encoding="utf-8", errors="surrogateescape") as file:
        for path, place in places.items():
            target, options = _field(f"{directory}/root{path}"), _field(overlay_options(path, place))
            file.write(f"overlay {target} overlay {options} 0 0\n")
    script = 'mount -a -T "$0" && exec "$@"'
    return ("unshare", "--mount", "--propagation", "private", "sh", "-c", script, table, *command)


def mounts_below(paths: Iterable[str]) -> tuple[str, ...]:
    """File systems mounted below directories, outermost first: an overlay does not show them."""
    with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as file:
        mounts = [_mount(line) for line in file]
    above = tuple(f"{path}/" for path in paths)
    return tuple(sorted({point for point, kind in mounts if kind not in _NOT_SHOWN and point.startswith(above)}))


def _mount(line: str) -> tuple[str, str]:
    """Mount point and kind of a line of `mountinfo`, where blanks and backslashes are octal numbers."""
    left, _, right = line.partition(" - ")
    first, *rest = left.split(" ")[4].split("\\")
    return first + "".join(chr(int(part[:3], 8)) + part[3:] for part in rest), right.split(" ")[0]


def _escaped(path: str) -> str:
    """A path as the options of an overlay take it."""
    return path.replace("\\", "\\\\").replace(":", "\\:").replace(",", "\\,")


def _field(text: str) -> str:
    """A field of a table of mounts.

    Source: https://man7.org/linux/man-pages/man5/fstab.5.html
    """
    return "".join(f"\\{ord(char):03o}" if char in " \t\n\\#" else char for char in text)
