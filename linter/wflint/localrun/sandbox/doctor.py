"""What of local runs works on this machine, what does not and why, and what to do about it."""

from __future__ import annotations

import platform
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wflint.localrun.sandbox import probes
from wflint.localrun.sandbox.choose import BACKENDS, probe_of

if TYPE_CHECKING:
    from wflint.localrun.sandbox.choose import Backend
    from wflint.localrun.sandbox.probes import Probe

_TOOLS = {
    "git": "checkouts of repositories",
    "tar": "workspaces, caches, artifacts",
    "bash": "the shell of steps that name none",
}
_TIMEOUT = 10.0
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was tried: `detail` of what works, else `reason` and, if something is known to help, `advice`."""

    name: str
    works: bool
    detail: str = ""
    reason: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Examination:
    """What was found out. `chosen` is the backend of jobs whose image no engine has; None if there is none."""

    system: str
    backends: tuple[Finding, ...]
    tools: tuple[Finding, ...]
    chosen: Backend | None

    @property
    def is_healthy(self) -> bool:
        """Whether workflows can be run here."""
        return self.chosen is not None and all(tool.works for tool in self.tools)


def examine() -> Examination:
    """Try everything; it takes up to a second, or as long as an engine takes to answer."""
    found = {backend: probe_of(backend) for backend in BACKENDS}
    order: tuple[Backend, ...] = ("bubblewrap", "namespace")
    return Examination(
        system=f"{platform.system()} {platform.release()} {platform.machine()}",
        backends=tuple(_backend(backend, probe) for backend, probe in found.items()),
        tools=tuple(_tool(name, purpose) for name, purpose in _TOOLS.items()),
        chosen=next((backend for backend in order if found[backend].works), None),
    )


def _backend(name: Backend, probe: Probe) -> Finding:
    details = [probe.detail]
    if probe.works and name in probes.ENGINES:
        ran = probes.container(name)
        if not ran.works:
            return Finding(name, works=False, reason=ran.reason, advice=ran.advice)
        details.append(ran.detail)
    if probe.works and name == "bubblewrap":
        variant = probes.bubblewrap()[1]
        if not variant.own_processes:
            details.append("`/proc` is this machine's")
    if probe.works and name in {"bubblewrap", "namespace"}:
        details.append(
            "packages can be installed into a job"
            if probes.overlays()
            else "system directories are read-only: only the superuser can mount overlays"
        )
    return Finding(name, probe.works, "; ".join(part for part in details if part), probe.reason, probe.advice)


def _tool(name: str, purpose: str) -> Finding:
    if shutil.which(name) is None:
        return Finding(name, works=False, reason=f"`{name}` is not installed: {purpose} need it", advice="install it")
    try:
        said = subprocess.run((name, "--version"), capture_output=True, text=True, timeout=_TIMEOUT, check=False)  # noqa: S603 -- one of ours
    except (OSError, subprocess.TimeoutExpired) as error:
        return Finding(name, works=False, reason=f"`{name} --version` fails: {error}")
    return Finding(name, works=True, detail=said.stdout.partition("\n")[0])
