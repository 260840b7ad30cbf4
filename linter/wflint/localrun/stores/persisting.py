"""The steps `persist_to_workspace` and `attach_workspace`."""

from __future__ import annotations

import asyncio
import posixpath
from typing import TYPE_CHECKING

from wflint.localrun.paths import at_home
from wflint.localrun.stores.capture import outermost, packed, unpacked
from wflint.localrun.stores.protocol import Outcome, StepError
from wflint.localrun.stores.wording import bytes_text, counted, reported
from wflint.localrun.stores.workspaces import conflicts

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from wflint.localrun.operations import PersistToWorkspace
    from wflint.localrun.sandbox.protocol import Sandbox
    from wflint.localrun.stores.protocol import Step
    from wflint.localrun.stores.workspaces import Conflict, Layer, WorkspaceStore

MOST_NAMES = 10
"""So many names are listed in a message."""


async def persist(store: WorkspaceStore, sandbox: Sandbox, operation: PersistToWorkspace, step: Step) -> Outcome:
    """Add a layer of the node to the workspace."""
    root = at_home(operation.root, sandbox.home)
    patterns = [_inside_root(path, operation.root) for path in operation.paths]
    is_there, *matched = await sandbox.glob(root, [".", *patterns])
    if not is_there:
        raise StepError(f"Error locating workspace root directory: stat {root}: no such file or directory")
    members = outermost(name for names in matched for name in names)
    if not members:
        raise StepError(f"The specified paths did not match any files in {root}")
    with reported():
        await packed(sandbox, root, members, store.path(step))
        layer = await asyncio.to_thread(store.add, step)
    unmatched = [path for path, names in zip(operation.paths, matched, strict=True) if not names]
    return Outcome(
        words=f"{counted(len(layer.files), 'file')}, {bytes_text(layer.size)}, from {operation.root}",
        type="workspace",
        data={"action": "persisted", "files": len(layer.files), "bytes": layer.size, "members": members[:1000]},
        warnings=tuple(f"path `{path}` matches nothing in {operation.root}" for path in unmatched),
    )


async def attach(
    layers: Sequence[Layer], upstream: Mapping[str, Collection[str]], sandbox: Sandbox, directory: str
) -> Outcome:
    """Unpack layers in their order; `upstream` are the jobs before each job."""
    found = conflicts(layers, upstream)
    if found:
        raise StepError(_told(found))
    target = at_home(directory, sandbox.home)
    await sandbox.make_directory(target)
    for layer in layers:
        with reported():
            await unpacked(sandbox, target, layer.path)
    files = len({file for layer in layers for file in layer.files})
    size = sum(layer.size for layer in layers)
    jobs = list(dict.fromkeys(layer.job for layer in layers))
    came_from = f" from {', '.join(f'`{job}`' for job in jobs)}" if jobs else ""
    return Outcome(
        words=f"{counted(files, 'file')}, {bytes_text(size)},{came_from} in {directory}"
        if jobs
        else f"nothing to attach in {directory}",
        type="workspace",
        data={"action": "attached", "files": files, "bytes": size, "layers": len(layers), "from": jobs},
        warnings=() if jobs else ("the workspace is empty: no job before this one has persisted anything",),
    )


def _inside_root(path: str, root: str) -> str:
    """A pattern relative to the root of a workspace."""
    normal = posixpath.normpath(path)
    if normal == ".." or normal.startswith(("/", "~/", "../")):
        raise StepError(f"path `{path}` is not below the workspace root {root}")
    return normal


def _told(found: Sequence[Conflict]) -> str:
    """What CircleCI's log says of a conflict, with the names of the jobs."""
    lines = ["Concurrent upstream jobs persisted the same file(s) into the workspace:"]
    entries = [(file, each) for each in found for file in each.files]
    lines += [f"  - {file} (by {_writer(each.one)} and {_writer(each.other)})" for file, each in entries[:MOST_NAMES]]
    if len(entries) > MOST_NAMES:
        lines.append(f"  and {len(entries) - MOST_NAMES} more")
    return "\n".join([*lines, f"Error applying workspace layer for job `{found[0].other.job}`"])


def _writer(layer: Layer) -> str:
    return f"`{layer.job}` node {layer.node}" if layer.node else f"`{layer.job}`"
