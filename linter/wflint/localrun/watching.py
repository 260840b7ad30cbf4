"""Notice that files changed which jobs would check out."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, TypeAlias

from wflint.localrun.git import Git, has_git

if TYPE_CHECKING:
    from collections.abc import Iterator

State: TypeAlias = dict[str, tuple[int, int]]
"""The files of a tree by path relative to its root: when each was changed (nanoseconds), and its size."""

PAUSE = 0.5
_SETTLED = 0.2


def tree_state(root: str) -> State:
    """What can be seen of all files below a directory that git does not ignore; of all files where there is no git."""
    found: State = {}
    for path in _listed(root):
        try:
            status = os.lstat(os.path.join(root, path))
        except OSError:
            continue
        found[path] = (status.st_mtime_ns, status.st_size)
    return found


def changed_files(before: State, after: State) -> tuple[str, ...]:
    """The files that are new, gone or otherwise than before, sorted."""
    return tuple(sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path)))


def wait_for_change(root: str, before: State) -> tuple[str, ...]:
    """Wait until files change and have been left alone for a moment; which they are."""
    while True:
        time.sleep(PAUSE)
        state = tree_state(root)
        if state == before:
            continue
        while True:
            time.sleep(_SETTLED)
            later = tree_state(root)
            if later == state:
                break
            state = later
        changed = changed_files(before, state)
        if changed:
            return changed


def _listed(root: str) -> Iterator[str]:
    if has_git():
        code, listed, _ = Git(root).attempt("ls-files", "-z", "--cached", "--others", "--exclude-standard")
        if code == 0:
            yield from filter(None, dict.fromkeys(listed.split("\0")))
            return
    for directory, _, files in os.walk(root):
        for file in files:
            yield os.path.relpath(os.path.join(directory, file), root)
