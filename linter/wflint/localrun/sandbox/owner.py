"""Who owns what a run starts: the process that runs it, told so that later runs can see whether it still lives."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from wflint.localrun.sandbox.protocol import SandboxSpec

PREFIX = "wflint."


class Owner(NamedTuple):
    """A process of a machine: `started` tells it from a later one of the same number, in the kernel's clock ticks."""

    machine: str
    process: int
    started: int

    @property
    def is_gone(self) -> bool:
        """Whether it has certainly ended; a process of another machine may live."""
        return self.machine == socket.gethostname() and _start_of(self.process) != self.started


def this_process() -> Owner:
    """The process that runs this."""
    return Owner(socket.gethostname(), os.getpid(), _start_of(os.getpid()) or 0)


def labels_of(spec: SandboxSpec) -> dict[str, str]:
    """The labels of a node's containers."""
    owner = this_process()
    return {
        f"{PREFIX}run": spec.run,
        f"{PREFIX}job": spec.job,
        f"{PREFIX}node": str(spec.node),
        f"{PREFIX}owner": to_text(owner),
    }


def to_text(owner: Owner) -> str:
    """An owner in one word."""
    return f"{owner.process}:{owner.started}:{owner.machine}"


def from_text(text: str) -> Owner | None:
    """The owner that a word tells; None for a word that tells none."""
    process, _, rest = text.partition(":")
    started, _, machine = rest.partition(":")
    if not (process.isdecimal() and started.isdecimal()):
        return None
    return Owner(machine, int(process), int(started))


def _start_of(process: int) -> int | None:
    """When a process started; None if there is none; 0 where the kernel does not tell."""
    try:
        with open(f"/proc/{process}/stat", encoding="ascii", errors="replace") as file:
            # Field 22, counted behind the name, which is in parentheses and may hold anything.
            return int(file.read().rpartition(")")[2].split()[19])
    except FileNotFoundError:
        if os.path.isdir("/proc/self"):
            return None
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return None
    except PermissionError:
        return 0
    return 0
