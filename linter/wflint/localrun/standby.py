"""Sandboxes that are started while the jobs before theirs still run, so that nobody waits for their start."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

from wflint.localrun.sandbox.protocol import SandboxError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from wflint.localrun.operations import JobPlan, NodePlan
    from wflint.localrun.sandbox.protocol import Sandbox


class Standby:
    """The sandboxes of nodes, made by `make`; of the `most` nodes that come next they are started before their turn.

    Containers are not: they and their services take memory and ports from the jobs that run. One whose turn never
    comes waits until `close`; there are never more than twice `most`.
    """

    def __init__(self, make: Callable[[JobPlan, NodePlan], Sandbox], most: int) -> None:
        self._make = make
        self._most = most
        self._early: dict[tuple[str, int], tuple[Sandbox, asyncio.Task[None]]] = {}

    def expect(self, nodes: Iterable[tuple[JobPlan, NodePlan]]) -> None:
        """Start the sandboxes of nodes whose turn may come next, the first ones first."""
        for job, node in islice(nodes, self._most):
            key = job.name, node.index
            # Those whose turn has just come may not have been taken yet.
            if key in self._early or len(self._early) >= 2 * self._most:
                continue
            # What cannot be made is told at its turn.
            with suppress(SandboxError):
                sandbox = self._make(job, node)
                if not sandbox.fidelity.uses_image:
                    self._early[key] = sandbox, asyncio.create_task(sandbox.start())

    def take(self, job: JobPlan, node: NodePlan) -> tuple[Sandbox, Awaitable[None]]:
        """The sandbox of a node, and what to wait for until it has started; it is the caller's to stop.

        Raises `SandboxError` if none can be made, and so does waiting if it does not start.
        """
        early = self._early.pop((job.name, node.index), None)
        if early is not None:
            return early[0], _started(*early)
        sandbox = self._make(job, node)
        return sandbox, sandbox.start()

    async def close(self) -> None:
        """Stop the sandboxes that were not taken."""
        early = list(self._early.values())
        self._early.clear()
        for _, starting in early:
            starting.cancel()
        await asyncio.gather(*(starting for _, starting in early), return_exceptions=True)
        for sandbox, _ in early:
            with suppress(SandboxError):
                await sandbox.stop()


async def _started(sandbox: Sandbox, starting: asyncio.Task[None]) -> None:
    """Wait for a start; one that failed is repeated, as what was in its way then may be gone."""
    try:
        await starting
    except SandboxError:
        await sandbox.stop()
        await sandbox.start()
