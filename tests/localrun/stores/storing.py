"""The stores of a run below a temporary directory, asked as the job runner asks."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from wflint.localrun.checkout import take_snapshot
from wflint.localrun.operations import (
    ConfigPlace,
    PersistToWorkspace,
    RestoreCache,
    SaveCache,
    StoreArtifacts,
    StoreTestResults,
)
from wflint.localrun.stores.caches import CacheStore
from wflint.localrun.stores.filed import FileStores
from wflint.localrun.stores.handing_out import StorePlaces
from wflint.localrun.stores.protocol import Step
from wflint.localrun.stores.workspaces import WorkspaceStore

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from wflint.localrun.sandbox.protocol import Sandbox
    from wflint.localrun.stores.protocol import Outcome

PLACE = ConfigPlace(path="config.yml", line=1, column=1)


class Here:
    """Stores for jobs, each with those before it; `files` are those of the repository that jobs check out."""

    def __init__(
        self, directory: Path, jobs: Mapping[str, Sequence[str]], files: Mapping[str, str] | None = None
    ) -> None:
        self._directory = directory
        self._jobs = jobs
        snapshot = None
        if files is not None:
            repository = directory / "repository"
            repository.mkdir()
            for name, content in files.items():
                (repository / name).write_text(content)
            snapshot = take_snapshot(str(repository), self.path("source"), branch="main")
        self.workspace = WorkspaceStore(self.path("workspace"))
        self.caches = CacheStore(self.path("caches"))
        self.stores = FileStores(
            places=StorePlaces(
                artifacts=self.path("artifacts"),
                test_results=self.path("test-results"),
                scratch=self.path("scratch"),
                timings=self.path("timings.json"),
            ),
            workspace=self.workspace,
            caches=self.caches,
            snapshot=snapshot,
            upstream=jobs,
        )

    def path(self, name: str) -> str:
        return os.path.join(str(self._directory), "state", name)

    def step(self, job: str, node: int = 0, nodes: int = 1, number: int = 3) -> Step:
        return Step(job=job, node=node, nodes=nodes, step=number)

    async def persist(self, box: Sandbox, job: str, *, root: str, paths: Sequence[str], node: int = 0) -> Outcome:
        operation = PersistToWorkspace(name="persist", place=PLACE, root=root, paths=tuple(paths))
        return await self.stores.persist(box, operation, self.step(job, node, 2))

    async def attach(self, box: Sandbox, job: str, directory: str) -> Outcome:
        return await self.stores.attach(box, directory, self._jobs[job], self.step(job))

    async def save(self, box: Sandbox, key: str, *paths: str, **variables: str) -> Outcome:
        operation = SaveCache(name="save", place=PLACE, key=key, paths=paths, directory="~/project")
        return await self.stores.save_cache(box, operation, variables, self.step("a"))

    async def restore(self, box: Sandbox, *keys: str, **variables: str) -> Outcome:
        operation = RestoreCache(name="restore", place=PLACE, keys=keys, directory="~/project")
        return await self.stores.restore_cache(box, operation, variables, self.step("a"))

    async def artifacts(self, box: Sandbox, path: str, destination: str | None = None, *, nodes: int = 1) -> Outcome:
        operation = StoreArtifacts(name="store", place=PLACE, path=path, destination=destination)
        return await self.stores.store_artifacts(box, operation, self.step("a", 0, nodes))

    async def results(self, box: Sandbox, path: str) -> Outcome:
        operation = StoreTestResults(name="store", place=PLACE, path=path)
        return await self.stores.store_test_results(box, operation, self.step("a"))
