"""What of this machine a job with a root directory of its own sees: system directories and toolchains, read-only."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from wflint.localrun.sandbox.protocol import Fidelity, SandboxError
from wflint.localrun.sandbox.toolchains import interpreter, toolchain_variables, toolchains

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wflint.localrun.sandbox.protocol import SandboxSpec

HOME = "/home/circleci"
"""As in CircleCI's images, so that `~/project` is the same path there and here."""

CONTROL = "/run/wflint"
MODULES = "/run/wflint/agent"
"""Where the agent's modules are inside."""

TEMPORARY = "/var/tmp"  # noqa: S108 -- the job's own
"""A directory of the job's own in one of the machine's; it lies beside the job's root directory."""

_SYSTEM = ("bin", "sbin", "lib", "lib32", "lib64", "libx32", "usr", "etc", "opt", "var", "nix", "gnu")
_PRIVATE = ("tmp", "home", "home/circleci", "root", "run", "run/lock", "run/wflint", "mnt", "media", "srv")
_SHARED_MODE = 0o1777


@dataclass(frozen=True, slots=True)
class View:
    """What a job sees of this machine, besides its own files.

    `system` are directories, `links` top-level symbolic links with their targets, `exposed` directories and files
    outside of `system` shown at their own place, outermost first. `environment` is what commands find set.
    """

    system: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    exposed: tuple[str, ...]
    environment: Mapping[str, str]


def view_of_machine(exposed: Sequence[str], environment: Mapping[str, str]) -> View:
    """The view for jobs; `environment` is the user's, of which `PATH` and the homes of toolchains count.

    Raises `SandboxError` if the whole machine is to be exposed.
    """
    if any(os.path.realpath(path) == "/" for path in exposed):
        raise SandboxError("jobs cannot be shown `/`; name the directories they need")
    return _view(
        tuple(exposed),
        environment.get("PATH", os.defpath),
        environment.get("USER", "circleci"),
        tuple(toolchain_variables(environment).items()),
    )


@cache
def _view(exposed: tuple[str, ...], path: str, user: str, variables: tuple[tuple[str, str], ...]) -> View:
    system, links = [], []
    for name in _SYSTEM:
        directory = f"/{name}"
        if os.path.islink(directory):
            links.append((directory, os.readlink(directory)))
        elif os.path.isdir(directory):
            system.append(directory)
    entries = [entry for entry in path.split(":") if os.path.isabs(entry)]
    found = toolchains([entry for entry in entries if not is_below(os.path.realpath(entry), system)])
    python = interpreter(python_executable(), sys.base_prefix, os.path.dirname(os.__file__))
    wanted = [*exposed, *found, *python, *_name_service()]
    shown = outermost(each for each in wanted if os.path.exists(each) and not is_below(os.path.realpath(each), system))
    visible = [*system, *(link for link, _ in links), *shown]
    seen = [place for entry in entries if (place := _seen(entry, visible)) is not None]
    return View(
        system=tuple(system),
        links=tuple(links),
        exposed=shown,
        environment={
            "PATH": ":".join(dict.fromkeys(seen)),
            "HOME": HOME,
            "USER": user,
            **{name: value for name, value in variables if is_below(value, visible)},
        },
    )


def make_root(directory: str, view: View) -> None:
    """Make a job's own `root` directory in a directory, and `temporary` beside it."""
    root = os.path.join(directory, "root")
    for name in _PRIVATE:
        os.makedirs(os.path.join(root, name), exist_ok=True)
    for shared in (os.path.join(root, "tmp"), os.path.join(directory, "temporary")):
        os.makedirs(shared, exist_ok=True)
        os.chmod(shared, _SHARED_MODE)
    for path, target in view.links:
        if not os.path.lexists(root + path):
            os.symlink(target, root + path)


def fidelity_of(backend: str, spec: SandboxSpec, view: View, *, writable_system: bool) -> Fidelity:
    """In what a view of this machine differs from CircleCI."""
    exposed = ", ".join(f"`{path}`" for path in view.exposed)
    return Fidelity(
        backend=backend,
        exact_paths=True,
        own_processes=True,
        own_network=spec.network == "none",
        uses_image=False,
        writable_system=writable_system,
        notes=(f"programs outside of system directories are shown read-only: {exposed}",) if exposed else (),
    )


def python_executable() -> str:
    """The interpreter that runs this, outside of any virtual environment."""
    return os.path.realpath(getattr(sys, "_base_executable", "") or sys.executable)


def agent_modules() -> str:
    """The directory of this machine that holds the agent's modules."""
    return os.path.dirname(os.path.abspath(__file__))


def is_below(path: str, directories: Iterable[str]) -> bool:
    """Whether a path is one of the directories or below one."""
    return any(path == directory or path.startswith(directory.rstrip("/") + "/") for directory in directories)


def outermost(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths, normalised and sorted, without those below another."""
    kept: list[str] = []
    for path in sorted({os.path.normpath(path) for path in paths}):
        if not is_below(path, kept):
            kept.append(path)
    return tuple(kept)


def _seen(directory: str, visible: Iterable[str]) -> str | None:
    """Where a directory of this machine is seen inside: at its own place, or where it leads; None if it is not."""
    target = os.path.realpath(directory)
    return next((place for place in (directory, target) if is_below(place, visible)), None)


def _name_service() -> tuple[str, ...]:
    """The file that says where names are resolved, if `/etc` only links to it."""
    target = os.path.realpath("/etc/resolv.conf")
    return () if target.startswith("/etc/") else (target,)
