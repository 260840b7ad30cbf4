"""The stores of a run in files: what the job runner asks for, done with the directories of the run."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from wflint.localrun.paths import at_home
from wflint.localrun.stores import caching, handing_out, persisting
from wflint.localrun.stores.capture import unpacked
from wflint.localrun.stores.protocol import Outcome, StepError
from wflint.localrun.stores.wording import reported

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from wflint.localrun.checkout import Snapshot
    from wflint.localrun.operations import (
        PersistToWorkspace,
        RestoreCache,
        SaveCache,
        StoreArtifacts,
        StoreTestResults,
    )
    from wflint.localrun.sandbox.protocol import Sandbox
    from wflint.localrun.stores.caches import CacheStore
    from wflint.localrun.stores.handing_out import StorePlaces
    from wflint.localrun.stores.protocol import Step
    from wflint.localrun.stores.workspaces import WorkspaceStore


class FileStores:
    """The stores of one run.

    `snapshot` is what `checkout` unpacks, None only if no job checks out. `caches` is None where caches are not to be
    used. `upstream` are the jobs before each job.
    """

    def __init__(
        self,
        *,
        places: StorePlaces,
        workspace: WorkspaceStore,
        caches: CacheStore | None,
        snapshot: Snapshot | None,
        upstream: Mapping[str, Collection[str]],
    ) -> None:
        self._places = places
        self._workspace = workspace
        self._caches = caches
        self._snapshot = snapshot
        self._upstream = upstream

    async def checkout(self, sandbox: Sandbox, path: str, step: Step) -> Outcome:  # noqa: ARG002 -- of the protocol
        """Put the snapshot of the repository into a directory."""
        if self._snapshot is None:
            raise StepError("there is no snapshot of the repository")
        target = at_home(path, sandbox.home)
        (found,) = await sandbox.glob(target, ["*"])
        if found and ".git" not in found:
            raise StepError(
                f"The directory `{target}` you are trying to checkout to is not empty and not a git repository"
            )
        with reported():
            await unpacked(sandbox, target, self._snapshot.archive)
        revision = self._snapshot.revision
        what = "files" if revision is None else f"commit {revision[:12]}"
        changed = " with what has not been committed" if self._snapshot.is_changed else ""
        return Outcome(words=f"{what}{changed} in {path}", data={"action": "checkout", "revision": revision})

    async def persist(self, sandbox: Sandbox, operation: PersistToWorkspace, step: Step) -> Outcome:
        """Add a layer of the node to the workspace."""
        return await persisting.persist(self._workspace, sandbox, operation, step)

    async def attach(self, sandbox: Sandbox, directory: str, upstream: Sequence[str], step: Step) -> Outcome:  # noqa: ARG002 -- of the protocol
        """Unpack the layers of the jobs upstream, ancestors first."""
        with reported():
            layers = await asyncio.to_thread(self._workspace.layers, upstream)
        return await persisting.attach(layers, self._upstream, sandbox, directory)

    async def save_cache(
        self,
        sandbox: Sandbox,
        operation: SaveCache,
        variables: Mapping[str, str],
        step: Step,  # noqa: ARG002 -- of the protocol
    ) -> Outcome:
        """Store paths under a key."""
        return await caching.save(self._caches, sandbox, operation, variables)

    async def restore_cache(
        self,
        sandbox: Sandbox,
        operation: RestoreCache,
        variables: Mapping[str, str],
        step: Step,  # noqa: ARG002 -- of the protocol
    ) -> Outcome:
        """Restore the newest cache of the first key that has any."""
        return await caching.restore(self._caches, sandbox, operation, variables)

    async def store_artifacts(self, sandbox: Sandbox, operation: StoreArtifacts, step: Step) -> Outcome:
        """Copy files out of the job."""
        return await handing_out.store_artifacts(self._places, sandbox, operation, step)

    async def store_test_results(self, sandbox: Sandbox, operation: StoreTestResults, step: Step) -> Outcome:
        """Copy JUnit files out of the job and count what they say."""
        return await handing_out.store_test_results(self._places, sandbox, operation, step)
