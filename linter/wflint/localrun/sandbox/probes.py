"""What works on this machine, found out by trying; each answer is kept for as long as the process lives."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache

from wflint.localrun.sandbox.advice import advice_for, complaint_in
from wflint.localrun.sandbox.bubblewrap import PROGRAM, Variant
from wflint.localrun.sandbox.namespace import PROGRAM as UNSHARE
from wflint.localrun.sandbox.namespace import namespace_command

ENGINES = ("docker", "podman")
_TIMEOUT = 20.0
"""Seconds an engine may take to answer."""


@dataclass(frozen=True, slots=True)
class Probe:
    """Whether a backend works: if not, why, and what to do about it, one sentence each; `detail` is its version."""

    works: bool
    reason: str = ""
    advice: str = ""
    detail: str = ""


@cache
def bubblewrap() -> tuple[Probe, Variant]:
    """Try bubblewrap, from what isolates best to what works where namespaces are restricted."""
    if sys.platform != "linux":
        return Probe(works=False, reason="it exists on Linux only"), Variant()
    if shutil.which(PROGRAM) is None:
        advice = "install it: `apt-get install bubblewrap`, `dnf install bubblewrap` or `apk add bubblewrap`"
        return Probe(works=False, reason="`bwrap` is not installed", advice=advice), Variant()
    first = ""
    for variant in (Variant(), Variant(own_users=True), Variant(own_users=True, own_processes=False)):
        failure = _failure(_bubblewrap_trial(variant))
        if failure is None:
            version = _output((PROGRAM, "--version")).removeprefix("bubblewrap").strip()
            return Probe(works=True, detail=version), Variant(variant.own_users, variant.own_processes, overlays())
        first = first or failure
    return Probe(works=False, reason=first, advice=advice_for(first)), Variant()


@cache
def namespace() -> Probe:
    """Try namespaces by util-linux alone."""
    if sys.platform != "linux":
        return Probe(works=False, reason="namespaces exist on Linux only")
    if shutil.which(UNSHARE) is None:
        return Probe(
            works=False, reason="`unshare` is not installed", advice="install it: `apt-get install util-linux`"
        )
    with tempfile.TemporaryDirectory(prefix="wflint-") as directory:
        script = 'mount -t proc proc "$0"'
        failure = _failure((*namespace_command(), "sh", "-ec", script, directory))
    if failure is not None:
        return Probe(works=False, reason=failure, advice=advice_for(failure))
    return Probe(works=True, detail=_output((UNSHARE, "--version")).rpartition(" ")[2])


@cache
def host() -> Probe:
    """The machine itself works always; it is no sandbox."""
    return Probe(works=True, detail="no sandbox: only with `--isolation host`")


@cache
def overlays() -> bool:
    """Whether system directories can be made writable for a job alone: root may mount overlays."""
    if os.geteuid() != 0:
        return False
    with tempfile.TemporaryDirectory(prefix="wflint-") as directory:
        for name in ("upper", "work", "merged"):
            os.mkdir(os.path.join(directory, name))
        script = 'mount -t overlay overlay -o "lowerdir=/usr,upperdir=$0/upper,workdir=$0/work" "$0/merged"'
        return _failure(("unshare", "--mount", "--propagation", "private", "sh", "-ec", script, directory)) is None


@cache
def engine(program: str) -> Probe:
    """Try a container engine's command line: is there something that answers it?"""
    if shutil.which(program) is None:
        return Probe(works=False, reason=f"`{program}` is not installed", advice=_ENGINE_ADVICE[program])
    failure = _failure((program, "info", "--format", "{{.ID}}" if program == "docker" else "{{.Version.Version}}"))
    if failure is not None:
        return Probe(works=False, reason=failure, advice=advice_for(failure))
    return Probe(works=True, detail=_output((program, "--version")).removeprefix(f"{program} version ").strip())


@cache
def container(program: str) -> Probe:
    """Try to run a container of some image that is on this machine; without any, nobody can tell."""
    if not engine(program).works:
        return engine(program)
    images = _output((program, "image", "ls", "--quiet")).split()
    if not images:
        return Probe(works=True, detail="no image is on this machine: `--pull` fetches those of jobs")
    isolated = ("--rm", "--network", "none", "--entrypoint", "true")
    failure = _failure((program, "run", *isolated, images[0]))
    if failure is None or "executable file not found" in failure:
        return Probe(works=True)
    return Probe(works=False, reason=failure, advice=advice_for(failure))


@cache
def has_image(program: str, image: str) -> bool:
    """Whether an engine has an image on this machine."""
    return shutil.which(program) is not None and _failure((program, "image", "inspect", image)) is None


_ENGINE_ADVICE = {
    "docker": "install it: https://docs.docker.com/engine/install/",
    "podman": "install it: `apt-get install podman` or `dnf install podman`",
}


def _bubblewrap_trial(variant: Variant) -> tuple[str, ...]:
    users = ("--unshare-user",) if variant.own_users else ()
    processes = ("--proc", "/proc") if variant.own_processes else ("--ro-bind", "/proc", "/proc")
    isolation = ("--unshare-pid", "--unshare-ipc", "--unshare-uts", "--die-with-parent", "--new-session")
    return (PROGRAM, "--ro-bind", "/", "/", "--dev", "/dev", *processes, *isolation, *users, "--", "true")


def _failure(command: tuple[str, ...]) -> str | None:
    """What a command complains about; None if it succeeds."""
    try:
        ended = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=_TIMEOUT, check=False)  # noqa: S603 -- commands of ours
    except subprocess.TimeoutExpired:
        return f"`{command[0]}` did not answer within {_TIMEOUT:.0f} seconds"
    except OSError as error:
        return f"cannot start `{command[0]}`: {error.strerror}"
    if ended.returncode == 0:
        return None
    return complaint_in(ended.stderr.decode("utf-8", "replace")) or f"`{command[0]}` ended with {ended.returncode}"


def _output(command: tuple[str, ...]) -> str:
    ended = subprocess.run(command, capture_output=True, timeout=_TIMEOUT, check=False)  # noqa: S603 -- commands of ours
    return ended.stdout.decode("utf-8", "replace").strip()
