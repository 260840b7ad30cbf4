"""What runs that were killed have left behind: containers by their labels, processes by a variable of theirs."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from typing import TYPE_CHECKING

from wflint.localrun.sandbox.host import COOKIE
from wflint.localrun.sandbox.owner import PREFIX, from_text

if TYPE_CHECKING:
    from collections.abc import Iterable

_OWNER = f"{PREFIX}owner"
_TIMEOUT = 30.0
"""Seconds an engine may take."""


def end_orphans(programs: Iterable[str]) -> tuple[str, ...]:
    """End what belongs to runs that have ended, and say what it was.

    `programs` are the engines to ask. What belongs to a run that lives, or to one of another machine, is left alone.
    """
    return (*_end_processes(), *(said for program in programs for said in _remove_containers(program)))


def _end_processes() -> tuple[str, ...]:
    """Kill processes that a job left on this machine itself; only where the kernel shows their variables."""
    said = []
    for name in os.listdir("/proc") if os.path.isdir("/proc/self") else ():
        if name.isdecimal() and _is_orphan(name):
            try:
                os.kill(int(name), signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                continue
            said.append(f"process {name} of a run that has ended was still running")
    return tuple(said)


def _is_orphan(process: str) -> bool:
    try:
        with open(f"/proc/{process}/environ", "rb") as file:
            variables = file.read().split(b"\0")
    except OSError:
        return False
    start = f"{COOKIE}=".encode()
    owners = [from_text(os.fsdecode(variable[len(start) :])) for variable in variables if variable.startswith(start)]
    return any(owner is not None and owner.is_gone for owner in owners)


def _remove_containers(program: str) -> tuple[str, ...]:
    if shutil.which(program) is None:
        return ()
    listed = _output(program, "ps", "-aq", "--no-trunc", "--filter", f"label={_OWNER}").split()
    if not listed:
        return ()
    inspected = json.loads(_output(program, "inspect", "--type", "container", *listed) or "[]")
    said = []
    for container in inspected:
        labels = container["Config"]["Labels"]
        owner = from_text(labels.get(_OWNER, ""))
        if owner is not None and owner.is_gone:
            _output(program, "kill", container["Id"])
            _output(program, "rm", "-f", "-v", container["Id"])
            job = labels.get(f"{PREFIX}job", "")
            said.append(f"a container of job `{job}` of a run that has ended was still there")
    return tuple(said)


def _output(program: str, *arguments: str) -> str:
    """What an engine prints; empty if it fails: then there is nothing that could be cleaned up."""
    try:
        ended = subprocess.run((program, *arguments), capture_output=True, text=True, timeout=_TIMEOUT, check=False)  # noqa: S603 -- commands of ours
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return ended.stdout
