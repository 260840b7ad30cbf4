"""Artifacts: where what a job stores lies on this machine.

Source: https://circleci.com/docs/guides/optimize/artifacts/
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from wflint.localrun.stores.names import directory_name
from wflint.localrun.stores.protocol import StepError

if TYPE_CHECKING:
    from collections.abc import Callable

    from wflint.localrun.stores.protocol import Step

DEFAULT_DIRECTORY = "~/project"


def node_directory(root: str, step: Step) -> str:
    """The directory of what a node stores: that of its job, with one for each node where there are several."""
    job = posixpath.join(root, directory_name(step.job))
    return posixpath.join(job, str(step.node)) if step.nodes > 1 else job


def artifact_place(path: str, destination: str | None) -> Callable[[str], str]:
    """Where a member of the tar of `path` goes below the node's directory; a member's name begins with that of `path`.

    Without a destination, files keep the path they have in the working directory, in the home directory or in `/`.
    A destination takes the place of `path`; one that ends in a slash takes the file in.
    Raises `StepError` for a destination that leaves the directory.
    """
    name = posixpath.basename(path.rstrip("/"))
    if destination is None:
        target = _shown(path)
    else:
        target = posixpath.normpath(destination.lstrip("/"))
        if target == ".." or target.startswith("../"):
            raise StepError(f"destination `{destination}` leaves the directory of the artifacts")

    def place(member: str) -> str:
        rest = member.removeprefix(name).lstrip("/") if name else member
        is_file = not rest
        if is_file and destination is not None and (destination.endswith("/") or target == "."):
            return posixpath.join(target, name)
        return posixpath.join(target, rest) if rest else target

    return place


def _shown(path: str) -> str:
    """A path without what all artifacts have in common."""
    if path in {DEFAULT_DIRECTORY, "~", "/"}:
        return "."
    for start in (f"{DEFAULT_DIRECTORY}/", "~/", "/"):
        if path.startswith(start):
            return posixpath.normpath(posixpath.join("/", path[len(start) :]))[1:]
    return path
