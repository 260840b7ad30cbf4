"""Run the jobs of a workflow: each as soon as what it needs has ended, at most so many nodes at once as are slots."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from wflint.localrun.gating import in_order, verdict

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from wflint.localrun.operations import JobPlan, NodePlan, WorkflowPlan


class Work(Protocol):
    """What the scheduler calls; nothing of it may raise but `run_node` and `decide`, by being canceled."""

    async def run_node(self, job: JobPlan, node: NodePlan) -> str:
        """Run one node of a job; the result is `success`, `failed` or `canceled`."""
        ...

    def expect(self, nodes: Iterable[tuple[JobPlan, NodePlan]]) -> None:
        """These nodes come next if what runs goes well, the first ones first."""
        ...

    async def decide(self, job: JobPlan) -> str:
        """Answer an approval: `success`, `canceled`, or `on_hold` if nobody answers."""
        ...

    def queued(self, job: JobPlan) -> None:
        """A job has all it needs."""
        ...

    def started(self, job: JobPlan) -> None:
        """The first node of a job begins, or an approval is asked for."""
        ...

    def finished(self, job: JobPlan, status: str) -> None:
        """A job has its status; `on_hold` and `blocked` are given at the end of the run."""
        ...


async def run_jobs(
    plan: WorkflowPlan,
    work: Work,
    *,
    slots: int,
    stop: asyncio.Event,
    settled: Mapping[str, str] | None = None,
    apart: Collection[frozenset[str]] = (),
    fail_fast: bool = False,
) -> dict[str, str]:
    """Run all jobs and return their statuses by name, in the order they ended.

    `settled` are the statuses of jobs that do not run again. When `stop` is set, and with `fail_fast` when a job
    fails, everything that runs is canceled and nothing starts. Jobs start in the order they become ready, those that do
    together in the order of the config. Of each group of jobs in `apart`, one node runs at a time.
    """
    schedule = _Schedule(plan, work, dict(settled or {}), slots, apart)
    stopping = asyncio.create_task(stop.wait())
    is_canceled = False
    try:
        while True:
            if not stop.is_set():
                schedule.advance()
                work.expect(schedule.foreseen())
            if not schedule.tasks:
                break
            await asyncio.wait({*schedule.tasks, stopping}, return_when=asyncio.FIRST_COMPLETED)
            has_failed = schedule.collect()
            if stop.is_set() or (fail_fast and has_failed):
                is_canceled = True
                break
    finally:
        stopping.cancel()
        await schedule.cancel()
    schedule.close(is_canceled=is_canceled or stop.is_set())
    return schedule.statuses


@dataclass(slots=True)
class _Progress:
    """A job that has begun: the nodes that have not, and how the others ended."""

    job: JobPlan
    left: int
    outcomes: list[str] = field(default_factory=list)


class _Schedule:
    """What has happened to each job so far."""

    def __init__(
        self, plan: WorkflowPlan, work: Work, statuses: dict[str, str], slots: int, apart: Collection[frozenset[str]]
    ) -> None:
        self.statuses = statuses
        self.tasks: dict[asyncio.Task[str], JobPlan] = {}
        self._work = work
        self._slots = slots
        self._free = slots
        self._apart = apart
        self._order = in_order(plan)
        self._waiting = [job for job in self._order if job.name not in statuses]
        self._ready: deque[tuple[JobPlan, NodePlan]] = deque()
        self._progress: dict[str, _Progress] = {}
        self._holders: dict[str, str] = {}
        self._unlocks = {job.name for job in plan.jobs if job.type == "unlock"}

    def advance(self) -> None:
        """Settle what can be settled without running, then fill the free slots."""
        while self._settle():
            pass
        while self._free and (found := self._next()) is not None:
            job, node = found
            progress = self._progress[job.name]
            if progress.left == len(job.nodes):
                self._work.started(job)
            progress.left -= 1
            self._free -= 1
            self.tasks[asyncio.create_task(self._work.run_node(job, node), name=f"{job.name}/{node.index}")] = job

    def foreseen(self) -> Iterator[tuple[JobPlan, NodePlan]]:
        """The nodes that come next if what runs goes well: those that wait for a slot, then those of further jobs."""
        yield from self._ready
        running = {job.name: "success" for job in self.tasks.values() if job.type != "approval"}
        hoped = {**self.statuses, **running}
        for job in self._waiting:
            if verdict(job.needs, hoped) == "start":
                yield from ((job, node) for node in job.nodes)

    def collect(self) -> bool:
        """Take the results of tasks that are done; whether a job failed."""
        has_failed = False
        for task in [task for task in self.tasks if task.done()]:
            job = self.tasks.pop(task)
            outcome = "canceled" if task.cancelled() else task.result()
            if job.type == "approval":
                self._end(job, outcome)
                continue
            self._free += 1
            progress = self._progress[job.name]
            progress.outcomes.append(outcome)
            if len(progress.outcomes) == len(job.nodes):
                status = _joined(progress.outcomes)
                self._end(job, status)
                has_failed = has_failed or status == "failed"
        return has_failed

    async def cancel(self) -> None:
        """Cancel what runs and wait for its end."""
        self._ready.clear()
        for task in self.tasks:
            task.cancel()
        if self.tasks:
            await asyncio.wait(self.tasks)
        self.collect()

    def close(self, *, is_canceled: bool) -> None:
        """Give a status to every job that has none: canceled with the run, else blocked behind an approval.

        A lock that waits although nothing runs waits for what waits for it; CircleCI cancels it after five hours.
        """
        for job in self._order:
            if job.name not in self.statuses:
                self._end(job, self._left_over(job, is_canceled=is_canceled))

    def _left_over(self, job: JobPlan, *, is_canceled: bool) -> str:
        progress = self._progress.get(job.name)
        if progress is not None:
            return _joined([*progress.outcomes, "canceled"])
        match verdict(job.needs, self.statuses):
            case "refuse":
                return "not_run"
            case "start":
                return "canceled"
        return "canceled" if is_canceled else "blocked"

    def _next(self) -> tuple[JobPlan, NodePlan] | None:
        """Take the first node that waits for nothing but a slot."""
        running = {job.name for job in self.tasks.values()}
        for position, (job, node) in enumerate(self._ready):
            if all(job.name not in group or group.isdisjoint(running) for group in self._apart):
                del self._ready[position]
                return job, node
        return None

    def _settle(self) -> bool:
        """Look at every job that waits once; whether anything changed."""
        has_changed = False
        for job in list(self._waiting):
            match verdict(job.needs, self.statuses):
                case "wait":
                    continue
                case "refuse":
                    self._end(job, "not_run")
                case "start":
                    if job.type == "lock" and not self._acquires(job):
                        continue
                    self._begin(job)
            self._waiting.remove(job)
            has_changed = True
        return has_changed

    def _begin(self, job: JobPlan) -> None:
        if job.type == "approval":
            self._work.started(job)
            self.tasks[asyncio.create_task(self._work.decide(job), name=job.name)] = job
        elif job.nodes:
            self._work.queued(job)
            self._progress[job.name] = _Progress(job, len(job.nodes))
            self._ready.extend((job, node) for node in job.nodes)
        else:
            self._end(job, "success")

    def _acquires(self, job: JobPlan) -> bool:
        """Take the lock of a serial group; a lock whose unlock is not part of the run holds nothing."""
        key = job.serial_group or ""
        unlock = f"{job.name.removesuffix('lock')}unlock"
        if self._holders.get(key, unlock) != unlock:
            return False
        if unlock in self._unlocks:
            self._holders[key] = unlock
        return True

    def _end(self, job: JobPlan, status: str) -> None:
        self.statuses[job.name] = status
        if job.type == "unlock" and self._holders.get(job.serial_group or "") == job.name:
            del self._holders[job.serial_group or ""]
        self._work.finished(job, status)


def _joined(outcomes: list[str]) -> str:
    """The status of a job from those of its nodes: one that fails is enough."""
    return next((status for status in ("failed", "canceled") if status in outcomes), "success")
