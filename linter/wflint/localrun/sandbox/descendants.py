"""Processes that an ancestor started, found by their parents, where no process namespace holds them together."""

from __future__ import annotations

import os
import signal
import sys

_ADOPT = 36
"""`PR_SET_CHILD_SUBREAPER`. Source: https://man7.org/linux/man-pages/man2/PR_SET_CHILD_SUBREAPER.2const.html"""

_MOST_ROUNDS = 50


def adopt_orphans() -> None:
    """Become the parent of every descendant whose parent ends; only Linux can."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_ADOPT, 1, 0, 0, 0)


def end_all(ancestor: int) -> None:
    """Kill every descendant, those that are being forked meanwhile too."""
    for _ in range(_MOST_ROUNDS):
        killed = [process for process in descendants(ancestor) if _kill(process)]
        _reap()
        if not killed:
            return


def descendants(ancestor: int) -> tuple[int, ...]:
    """All living descendants of a process, parents first."""
    children: dict[int, list[int]] = {}
    for process, parent in _parents():
        children.setdefault(parent, []).append(process)
    found = [ancestor]
    for process in found:
        found.extend(children.pop(process, ()))
    return tuple(found[1:])


def _kill(process: int) -> bool:
    try:
        os.kill(process, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _parents() -> list[tuple[int, int]]:
    """Every process that has not ended, and its parent."""
    if not os.path.isdir("/proc/self"):
        import subprocess

        listed = subprocess.run(["ps", "-axo", "pid=,ppid=,state="], capture_output=True, text=True, check=True)  # noqa: S607 - it is where the system has it
        lines = [line.split() for line in listed.stdout.splitlines()]
        return [(int(process), int(parent)) for process, parent, state in lines if not state.startswith("Z")]
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            status = _status(name)
            if status is not None and status[0] not in "ZX":
                found.append((int(name), int(status[1])))
    return found


def _status(process: str) -> tuple[str, str] | None:
    """State and parent of a process; None if it is gone."""
    try:
        with open(f"/proc/{process}/stat", encoding="ascii", errors="replace") as file:
            # The name, in parentheses, may hold anything.
            state, parent, *_ = file.read().rpartition(")")[2].split()
    except (OSError, ValueError):
        return None
    return state, parent


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            continue
    except ChildProcessError:
        return
