"""Run a workflow: its jobs by the scheduler, each node by the job runner, the whole again if it is to be rerun."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wflint.localrun.gating import settled_for_rerun, workflow_status
from wflint.localrun.jobrunner import run_node
from wflint.localrun.scheduler import run_jobs

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping

    from wflint.localrun.jobrunner import World
    from wflint.localrun.operations import JobPlan, NodePlan, WorkflowPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSettings:
    """How a workflow is run: at most `slots` nodes at once; `settled` are statuses of jobs that are not run again.

    `decide` answers an approval with `success`, `canceled` or `on_hold`. Of each group of jobs in `apart`, one node
    runs at a time.
    """

    slots: int
    decide: Callable[[JobPlan], Awaitable[str]]
    settled: Mapping[str, str] = field(default_factory=dict)
    apart: Collection[frozenset[str]] = ()
    fail_fast: bool = False


async def run_workflow(
    plan: WorkflowPlan, world: World, settings: RunSettings, *, stop: asyncio.Event
) -> dict[str, str]:
    """Run a workflow and return the statuses of its jobs, those of settled ones included.

    A failed workflow is rerun from failed as often as its `max_auto_reruns` says, unless it is stopped.
    Source: https://circleci.com/docs/guides/orchestrate/automatic-reruns/
    """
    for name, status in settings.settled.items():
        world.bus.say("job.finished", job=name, status=status, reused=True)
    try:
        return await _repeated(plan, world, settings, stop)
    finally:
        await world.standby.close()


async def _repeated(plan: WorkflowPlan, world: World, settings: RunSettings, stop: asyncio.Event) -> dict[str, str]:
    """Run a workflow, and again from failed as often as it may."""
    work = _Work(world, settings)
    settled: Mapping[str, str] = settings.settled
    for attempt in range(plan.max_auto_reruns + 1):
        statuses = await run_jobs(
            plan,
            work,
            slots=settings.slots,
            stop=stop,
            settled=settled,
            apart=settings.apart,
            fail_fast=settings.fail_fast,
        )
        if workflow_status(statuses.values()) != "failed" or stop.is_set() or attempt == plan.max_auto_reruns:
            break
        text = f"the workflow failed and is rerun from failed ({attempt + 1} of {plan.max_auto_reruns})"
        world.bus.say("note", level="warning", text=text)
        settled = settled_for_rerun(plan, statuses)
    return statuses


class _Work:
    """What the scheduler calls, told as events."""

    def __init__(self, world: World, settings: RunSettings) -> None:
        self._world = world
        self._settings = settings
        self._starts: dict[str, float] = {}

    async def run_node(self, job: JobPlan, node: NodePlan) -> str:
        return await run_node(self._world, job, node)

    def expect(self, nodes: Iterable[tuple[JobPlan, NodePlan]]) -> None:
        self._world.standby.expect(nodes)

    async def decide(self, job: JobPlan) -> str:
        self._world.bus.say("hold", job=job.name, status="asked")
        status = "canceled"
        try:
            status = await self._settings.decide(job)
        finally:
            self._world.bus.say("hold", job=job.name, status=status)
        return status

    def queued(self, job: JobPlan) -> None:
        self._world.bus.say("job.queued", job=job.name)

    def started(self, job: JobPlan) -> None:
        self._starts[job.name] = asyncio.get_running_loop().time()
        self._world.bus.say("job.started", job=job.name)

    def finished(self, job: JobPlan, status: str) -> None:
        start = self._starts.get(job.name)
        seconds = None if start is None else round(asyncio.get_running_loop().time() - start, 3)
        self._world.bus.say("job.finished", job=job.name, status=status, seconds=seconds)
