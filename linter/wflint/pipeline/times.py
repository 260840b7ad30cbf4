"""When the jobs of a plan start and finish if each takes a known time, and which of them decide the whole."""

from __future__ import annotations

from heapq import heappop, heappush

from wflint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TypeAlias

    from wflint.pipeline.plan import Plan, PlannedJob

Key: TypeAlias = tuple[str, str]
"""A workflow's name and a job's final name."""


class Timing(NamedTuple):
    """Seconds after the pipeline's start.

    `slack` is how much longer a job may take without delaying its workflow, with machines for all.
    """

    start: float
    finish: float
    slack: float

    @property
    def is_critical(self) -> bool:
        """Whether the workflow takes longer if this job does."""
        return self.slack <= 0


class Timeline(NamedTuple):
    """The times of all jobs that run or may run.

    `critical_paths` has for each workflow the chain of jobs that decides how long it takes. `unknown` are the jobs
    for which no duration was given; they count as taking no time.
    """

    timings: dict[Key, Timing]
    wall: float
    critical_paths: dict[str, tuple[str, ...]]
    unknown: tuple[str, ...]


class _Task(NamedTuple):
    key: Key
    seconds: float
    containers: int
    waits: tuple[int, ...]


def timeline(plan: Plan, durations: Mapping[str, float], concurrency: int | None = None) -> Timeline:
    """Work out the times; at most `concurrency` containers run at once (None: any number).

    A duration is looked up under `workflow/job`, the job's final name, its name before numbering, its matrix alias
    and the name of what it invokes, in this order. Containers start in the order in which they become ready, then of
    the text; a job with `parallelism` takes that many. Approvals and jobs without steps take no time and no container.
    """
    unknown: dict[str, None] = {}
    tasks = _tasks(plan, durations, unknown)
    earliest = _earliest(tasks)
    slack = _slack(tasks, earliest)
    spans = earliest if concurrency is None else _limited(tasks, concurrency)
    timings = {
        task.key: Timing(start, finish, rest) for task, (start, finish), rest in zip(tasks, spans, slack, strict=True)
    }
    wall = max((finish for _, finish in spans), default=0)
    return Timeline(timings, wall, _critical_paths(tasks, earliest), tuple(unknown))


def _tasks(plan: Plan, durations: Mapping[str, float], unknown: dict[str, None]) -> list[_Task]:
    """The jobs that run, every one after those it waits for."""
    tasks: list[_Task] = []
    for workflow in plan.workflows:
        positions: dict[str, int] = {}
        for job in workflow.jobs:
            if job.rank is None:
                continue
            waits = tuple(positions[name] for name in job.requires if name in positions)
            seconds = _seconds(workflow.name, job, durations)
            if seconds is None and _takes_time(job):
                unknown[job.name] = None
            positions[job.name] = len(tasks)
            containers = _parallelism(job) if _takes_time(job) else 0
            tasks.append(_Task((workflow.name, job.name), seconds or 0.0, containers, waits))
    return tasks


def _takes_time(job: PlannedJob) -> bool:
    return job.type in {"build", "release"}


def _seconds(workflow: str, job: PlannedJob, durations: Mapping[str, float]) -> float | None:
    names = [f"{workflow}/{job.name}", job.name]
    if job.compiled is not None:
        names += [job.compiled.written, job.compiled.alias or job.name, job.compiled.job]
    return next((durations[name] for name in names if name in durations), None)


def _parallelism(job: PlannedJob) -> int:
    body = job.compiled.body if job.compiled is not None else None
    value = body.data.scalar("parallelism") if body is not None else None
    number = value.data if value is not None else None
    return number if isinstance(number, int) and number > 0 else 1


def _earliest(tasks: Sequence[_Task]) -> list[tuple[float, float]]:
    spans: list[tuple[float, float]] = []
    for task in tasks:
        start = max((spans[wait][1] for wait in task.waits), default=0.0)
        spans.append((start, start + task.seconds))
    return spans


def _slack(tasks: Sequence[_Task], spans: Sequence[tuple[float, float]]) -> list[float]:
    ends: dict[str, float] = {}
    for task, (_, finish) in zip(tasks, spans, strict=True):
        ends[task.key[0]] = max(ends.get(task.key[0], 0.0), finish)
    latest = [ends[task.key[0]] for task in tasks]
    for position in range(len(tasks) - 1, -1, -1):
        for wait in tasks[position].waits:
            latest[wait] = min(latest[wait], latest[position] - tasks[position].seconds)
    return [round(limit - finish, 6) for limit, (_, finish) in zip(latest, spans, strict=True)]


def _critical_paths(tasks: Sequence[_Task], spans: Sequence[tuple[float, float]]) -> dict[str, tuple[str, ...]]:
    last: dict[str, int] = {}
    for position, task in enumerate(tasks):
        workflow = task.key[0]
        if workflow not in last or spans[position][1] > spans[last[workflow]][1]:
            last[workflow] = position
    return {workflow: _path_to(position, tasks, spans) for workflow, position in last.items()}


def _path_to(end: int, tasks: Sequence[_Task], spans: Sequence[tuple[float, float]]) -> tuple[str, ...]:
    path = [tasks[end].key[1]]
    position = end
    while tasks[position].waits:
        position = max(tasks[position].waits, key=lambda wait: (spans[wait][1], wait))
        path.append(tasks[position].key[1])
    return tuple(reversed(path))


def _limited(tasks: Sequence[_Task], concurrency: int) -> list[tuple[float, float]]:
    """Run containers as machines become free, first ready first served."""
    missing = [len(set(task.waits)) for task in tasks]
    followers: list[list[int]] = [[] for _ in tasks]
    for position, task in enumerate(tasks):
        for wait in set(task.waits):
            followers[wait].append(position)
    starts: list[float | None] = [None] * len(tasks)
    finishes = [0.0] * len(tasks)
    left = [max(task.containers, 1) for task in tasks]
    ready: list[tuple[float, int, int]] = []
    running: list[tuple[float, int]] = []
    busy = 0
    now = 0.0

    def enter(position: int) -> None:
        if not tasks[position].containers:
            starts[position] = now
            heappush(running, (now + tasks[position].seconds, position))
            return
        for number in range(left[position]):
            heappush(ready, (now, position, number))

    for position, count in enumerate(missing):
        if not count:
            enter(position)
    while ready or running:
        while ready and busy < concurrency:
            _, position, _ = heappop(ready)
            busy += 1
            starts[position] = now if starts[position] is None else starts[position]
            heappush(running, (now + tasks[position].seconds, position))
        now, position = heappop(running)
        busy -= 1 if tasks[position].containers else 0
        left[position] -= 1
        if not left[position]:
            finishes[position] = now
            for follower in followers[position]:
                missing[follower] -= 1
                if not missing[follower]:
                    enter(follower)
    return [(start or 0.0, finish) for start, finish in zip(starts, finishes, strict=True)]
