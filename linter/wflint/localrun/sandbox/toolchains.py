"""Toolchains outside of system directories, found through `PATH`: what of them a job has to see to use them.

Only what programs need is shown. The home directory itself, and what in it holds credentials, never is.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MANAGERS = (
    ".asdf",
    ".bun",
    ".deno",
    ".fnm",
    ".goenv",
    ".jenv",
    ".local/lib",
    ".local/pipx",
    ".local/share/fnm",
    ".local/share/mise",
    ".local/share/pipx",
    ".local/share/pnpm",
    ".local/share/rtx",
    ".local/share/uv",
    ".nodenv",
    ".nvm",
    ".phpenv",
    ".pyenv",
    ".rbenv",
    ".rustup",
    ".rvm",
    ".sdkman",
    ".tfenv",
    ".volta",
    "anaconda3",
    "miniconda3",
    "miniforge3",
)
"""Directories below the home that hold toolchains and nothing else."""

_COMPANIONS = {
    ".cargo/bin": (".rustup",),
    ".local/bin": (".local/lib", ".local/pipx", ".local/share/uv", ".local/share/pipx"),
}
"""What programs in a directory below the home need besides it."""

_VARIABLES = {
    "ANDROID_HOME": None,
    "ANDROID_SDK_ROOT": None,
    "ASDF_DATA_DIR": None,
    "ASDF_DIR": None,
    "GOROOT": None,
    "JAVA_HOME": None,
    "NODENV_ROOT": ".nodenv",
    "NVM_DIR": ".nvm",
    "PYENV_ROOT": ".pyenv",
    "RBENV_ROOT": ".rbenv",
    "RUSTUP_HOME": ".rustup",
    "SDKMAN_DIR": ".sdkman",
    "VOLTA_HOME": ".volta",
}
"""Variables that say where a toolchain is, and where it is below the home without one."""


def toolchains(path: Iterable[str]) -> tuple[str, ...]:
    """The directories to show for entries of `PATH`: the entries and what their programs need; some may not exist."""
    home = os.path.expanduser("~")
    found: list[str] = []
    for entry in path:
        if os.path.isdir(entry) and not _holds_home(entry):
            found += _needed(os.path.normpath(entry), home)
    return tuple(dict.fromkeys(found))


def interpreter(executable: str, prefix: str, library: str) -> tuple[str, ...]:
    """What to show of a Python interpreter: where it is installed, or if that is the home, itself and its library."""
    installed = (os.path.dirname(os.path.dirname(executable)), prefix)
    return (executable, library) if any(map(_holds_home, installed)) else installed


def toolchain_variables(environment: Mapping[str, str]) -> dict[str, str]:
    """Where toolchains are, by the variables that their programs read."""
    home = os.path.expanduser("~")
    found = {}
    for name, usual in _VARIABLES.items():
        value = environment.get(name) or (usual and os.path.join(home, usual))
        if value and os.path.isdir(value):
            found[name] = value
    return found


def _holds_home(directory: str) -> bool:
    """Whether a directory is the home, or above it."""
    home, above = os.path.realpath(os.path.expanduser("~")), os.path.realpath(directory)
    return home == above or home.startswith(above.rstrip("/") + "/")


def _needed(entry: str, home: str) -> list[str]:
    manager = _manager_of(entry, home)
    if manager is not None:
        return [manager]
    if os.path.isfile(os.path.join(os.path.dirname(entry), "pyvenv.cfg")):
        return [os.path.dirname(entry), *_linked(entry, home)]
    companions = _COMPANIONS.get(os.path.relpath(entry, home), ())
    return [entry, *(os.path.join(home, name) for name in companions), *_linked(entry, home)]


def _manager_of(path: str, home: str) -> str | None:
    """The toolchain manager's directory that a path lies in."""
    for name in _MANAGERS:
        directory = os.path.join(home, name)
        if path == directory or path.startswith(directory + "/"):
            return directory
    return None


def _linked(entry: str, home: str) -> list[str]:
    """What the links in a directory of programs lead to: a neighbour of the directory, or a manager's directory."""
    parent = os.path.dirname(entry)
    found = []
    for item in os.scandir(entry):
        if not item.is_symlink():
            continue
        target = os.path.realpath(item.path)
        manager = _manager_of(target, home)
        if manager is not None:
            found.append(manager)
        elif target.startswith(parent + "/") and parent != home:
            found.append(os.path.join(parent, target[len(parent) + 1 :].split("/", 1)[0]))
    return found
