"""Values given on the command line: pipeline parameters and values, and the branch that the checkout is on."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from wflint.cli.files import ancestors, read_source
from wflint.errors import UsageError
from wflint.syntax.nodes import Mapping, Scalar, resolve
from wflint.syntax.parsing import parse
from wflint.syntax.scalars import scalar_data

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint.syntax.scalars import Data


def pairs(option: str, given: Iterable[str]) -> dict[str, str]:
    """The `NAME=VALUE` texts of an option by name; of equal names the last counts. Raises `UsageError`."""
    found = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign or not name.strip():
            raise UsageError(f"`{option}` takes NAME=VALUE, not `{text}`")
        found[name.strip()] = value
    return found


def parameters_in(path: str) -> dict[str, Data]:
    """The values of a file with a YAML or JSON mapping. Raises `FileError` and `UsageError`."""
    document = parse(read_source(path))
    if document.problems:
        raise UsageError(f"`{path}` is no YAML: {document.problems[0].message}")
    root = None if document.root is None else resolve(document.root)
    if not isinstance(root, Mapping):
        raise UsageError(f"`{path}` must be a mapping of parameter names to values")
    found = {}
    for key, value in root.items():
        if not isinstance(value, Scalar):
            raise UsageError(f"`{path}`: the value of `{key.value}` must be a single value")
        found[key.value] = scalar_data(value)
    return found


def current_branch(directory: str) -> str | None:
    """The branch that the checkout around a directory is on; None outside of one and on a detached head."""
    for parent in ancestors(os.path.abspath(directory)):
        git = os.path.join(parent, ".git")
        if os.path.exists(git):
            head = _first_line(os.path.join(_git_directory(git), "HEAD"))
            return head.removeprefix("ref: refs/heads/") if head.startswith("ref: refs/heads/") else None
    return None


def current_revision(directory: str) -> str | None:
    """The hash of the commit that the checkout around a directory is at; None outside of one or if it is packed."""
    for parent in ancestors(os.path.abspath(directory)):
        git = os.path.join(parent, ".git")
        if os.path.exists(git):
            home = _git_directory(git)
            head = _first_line(os.path.join(home, "HEAD"))
            reference = head.removeprefix("ref: ")
            return (_first_line(os.path.join(home, reference)) if reference != head else head) or None
    return None


def _git_directory(git: str) -> str:
    """The directory that a `.git` stands for; in a worktree it is a file that names it."""
    if os.path.isdir(git):
        return git
    target = _first_line(git).removeprefix("gitdir: ")
    return os.path.join(os.path.dirname(git), target)


def _first_line(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.readline().strip()
    except (OSError, UnicodeDecodeError):
        return ""
