"""What a job asks of the stores of a run: files in, files out, each with a word on what happened."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wflint.localrun.operations import (
        PersistToWorkspace,
        RestoreCache,
        SaveCache,
        StoreArtifacts,
        StoreTestResults,
    )
    from wflint.localrun.sandbox.protocol import Sandbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Who asks: a step of a node of a job; numbers from 0."""

    job: str
    node: int
    nodes: int
    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a store did: `words` for people on one line, and the event that is recorded.

    `type` is an event's type (`workspace`, `cache`, `artifact`, `tests`), None for no event; `data` is what it holds.
    `warnings` are lines of their own.
    """

    words: str
    type: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


class StepError(Exception):
    """The step fails as it would on CircleCI; the text is what its log says, one line or several."""


class Stores(Protocol):
    """The stores of one run. Paths in operations have their `~` still; the sandbox knows its home.

    Every method raises `StepError` if the step fails and `SandboxError` if the backend does.
    """

    async def checkout(self, sandbox: Sandbox, path: str, step: Step) -> Outcome:
        """Put the snapshot of the repository into a directory."""
        ...

    async def persist(self, sandbox: Sandbox, operation: PersistToWorkspace, step: Step) -> Outcome:
        """Add a layer of the node to the workspace."""
        ...

    async def attach(self, sandbox: Sandbox, directory: str, upstream: Sequence[str], step: Step) -> Outcome:
        """Unpack the layers of the jobs `upstream`, which are in an order in which they can run."""
        ...

    async def save_cache(
        self, sandbox: Sandbox, operation: SaveCache, variables: Mapping[str, str], step: Step
    ) -> Outcome:
        """Store paths under a key; `variables` are those that templates of keys can read."""
        ...

    async def restore_cache(
        self, sandbox: Sandbox, operation: RestoreCache, variables: Mapping[str, str], step: Step
    ) -> Outcome:
        """Restore the newest cache of the first key that has any; finding none is no failure."""
        ...

    async def store_artifacts(self, sandbox: Sandbox, operation: StoreArtifacts, step: Step) -> Outcome:
        """Copy files out of the job."""
        ...

    async def store_test_results(self, sandbox: Sandbox, operation: StoreTestResults, step: Step) -> Outcome:
        """Copy JUnit files out of the job and count what they say."""
        ...


class Shims(Protocol):
    """The commands `circleci`, `circleci-agent` and others that steps find on their PATH."""

    def directory(self, sandbox: Sandbox) -> str:
        """Where they lie inside the job, absolute; it comes first on PATH."""
        ...

    async def install(self, sandbox: Sandbox, step: Step) -> None:
        """Write them into a sandbox that has started."""
        ...

    async def serve(self, sandbox: Sandbox, step: Step) -> None:
        """Answer what they ask until cancelled."""
        ...

    async def is_halted(self, sandbox: Sandbox) -> bool:
        """Whether a step has said `circleci step halt`."""
        ...
