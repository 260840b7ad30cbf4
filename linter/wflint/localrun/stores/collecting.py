"""Remove what is no longer wanted of a state directory: old runs, caches that take too much room, leftovers."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wflint.localrun.removal import remove_tree
from wflint.localrun.stores.caches import MOST_BYTES

if TYPE_CHECKING:
    from wflint.localrun.stores.state import State

MOST_RUNS = 20
"""So many runs are kept if nobody says otherwise, the newest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What is kept: at most so many `runs`, at most so many `bytes` of runs together and of caches together.

    A run that goes on is always kept.
    """

    runs: int = MOST_RUNS
    run_bytes: int = MOST_BYTES
    cache_bytes: int = MOST_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """The numbers of the runs that were removed and the keys of the caches, oldest first; bytes before and after."""

    runs: tuple[int, ...]
    caches: tuple[str, ...]
    before: int
    after: int


def collect(state: State, limits: Limits) -> Collected:
    """Remove runs and caches above the limits, and what runs that were killed left; runs that go on stay whole."""
    before = size_of(state.path)
    state.remove_leftovers()
    removed = []
    kept_bytes = 0
    for position, run in enumerate(reversed(state.runs())):
        if run.is_alive:
            continue
        for path in (run.source, os.path.join(run.path, "scratch")):
            remove_tree(path)
        size = size_of(run.path)
        if position >= limits.runs or kept_bytes + size > limits.run_bytes:
            state.remove(run)
            removed.append(run.number)
        else:
            kept_bytes += size
    caches = state.caches.shrink(limit=limits.cache_bytes)
    return Collected(
        runs=tuple(reversed(removed)),
        caches=tuple(cache.key for cache in caches),
        before=before,
        after=size_of(state.path),
    )


def forget_old(state: State, keep: int = MOST_RUNS) -> None:
    """Remove all but the newest runs, without looking at what they hold; runs that go on stay."""
    for run in state.runs()[: -keep or None]:
        if not run.is_alive:
            state.remove(run)


def size_of(path: str) -> int:
    """The bytes that all below a directory takes on the disk; what has several names counts once."""
    seen: set[tuple[int, int]] = set()
    total = 0
    for parent, _, files in os.walk(path):
        for name in files:
            try:
                status = os.lstat(os.path.join(parent, name))
            except OSError:
                continue
            if (status.st_dev, status.st_ino) not in seen:
                seen.add((status.st_dev, status.st_ino))
                total += status.st_blocks * 512
    return total
