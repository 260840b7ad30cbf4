"""Runs of the past, as their records tell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wflint.errors import FileError
from wflint.localrun.recording import read_events

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.localrun.events import Event
    from wflint.localrun.stores.state import RunDirectory, State


@dataclass(slots=True)
class PastStep:
    """A step that was begun: its `place` in the config as `path:line:column`, its status, and in words what it did.

    `seconds` is None while it runs, and for one that was running when the run was killed.
    """

    number: int
    name: str
    place: str
    status: str = "running"
    words: str = ""
    code: int | None = None
    seconds: float | None = None


@dataclass(slots=True)
class PastNode:
    """A node of a job: its status, why it failed if no step says so, its steps that were begun, in order."""

    index: int
    status: str = "running"
    why: str | None = None
    steps: dict[int, PastStep] = field(default_factory=dict)


@dataclass(slots=True)
class PastJob:
    """A job: its status, how long it took if it ran, whether its result is that of an earlier run, its nodes."""

    name: str
    status: str = "waiting"
    seconds: float | None = None
    is_reused: bool = False
    nodes: dict[int, PastNode] = field(default_factory=dict)


@dataclass(slots=True)
class PastRun:
    """A run: `status` is `running` while it lives and `killed` if it ended without saying how.

    `started` is seconds since the epoch, None if nothing was recorded; `seconds` how long it took, or has taken until
    the last event. `jobs` are in the order of the config.
    """

    directory: RunDirectory
    workflow: str = ""
    status: str = "killed"
    started: float | None = None
    seconds: float | None = None
    revision: str | None = None
    jobs: dict[str, PastJob] = field(default_factory=dict)
    tests: dict[str, float] = field(default_factory=dict)
    artifacts: int = 0
    differences: tuple[str, ...] = ()


def past_runs(state: State) -> Iterator[PastRun]:
    """All runs, newest first; one whose record cannot be read has nothing but its number."""
    for directory in reversed(state.runs()):
        try:
            yield past_run(directory)
        except FileError:
            yield PastRun(directory, status=_unfinished(directory))


def past_run(directory: RunDirectory) -> PastRun:
    """What a run's events tell. Raises `FileError` if they cannot be read."""
    run = PastRun(directory, status=_unfinished(directory))
    for event in read_events(directory.events, with_output=False):
        if run.started is None:
            run.started = event.time
        run.seconds = event.time - run.started
        if event.job is None:
            _of_run(run, event)
        elif event.node is None:
            _of_job(run, event.job, event)
        else:
            _of_node(run, event.job, event.node, event)
    if run.status == "killed":
        _take_result(run)
        _end(run)
    return run


def past_run_data(run: PastRun) -> dict[str, Any]:
    """A run in the stable JSON format, version 1; `docs/runs.md` describes it."""
    return {
        "number": run.directory.number,
        "directory": run.directory.path,
        "workflow": run.workflow,
        "status": run.status,
        "started": run.started,
        "seconds": run.seconds,
        "revision": run.revision,
        "jobs": [_job_data(run, job) for job in run.jobs.values()],
        "tests": run.tests,
        "artifacts": run.artifacts,
        "differences": list(run.differences),
    }


def _of_run(run: PastRun, event: Event) -> None:
    data = event.data
    if event.type == "run.started":
        run.workflow = str(data.get("workflow", ""))
        run.revision = data.get("revision")
        for job in data.get("jobs", ()):
            run.jobs[str(job["name"])] = PastJob(str(job["name"]))
    elif event.type == "run.finished":
        run.status = str(data["status"])
        run.differences = tuple(data.get("differences", ()))


def _of_job(run: PastRun, name: str, event: Event) -> None:
    job = run.jobs.setdefault(name, PastJob(name))
    if event.type == "job.started":
        # A job that is begun again has no nodes yet.
        job.status, job.nodes = "running", {}
    elif event.type == "job.finished":
        job.status = str(event.data["status"])
        job.seconds = event.data.get("seconds")
        job.is_reused = bool(event.data.get("reused"))


def _of_node(run: PastRun, name: str, index: int, event: Event) -> None:
    data = event.data
    node = run.jobs.setdefault(name, PastJob(name)).nodes.setdefault(index, PastNode(index))
    match event.type:
        case "job.finished":
            node.status, node.why = str(data["status"]), data.get("why")
        case "step.started" if event.step is not None:
            place = f"{data.get('path')}:{data.get('line')}:{data.get('column')}"
            node.steps[event.step] = PastStep(event.step, str(data["name"]), place)
        case "step.finished" if event.step in node.steps:
            step = node.steps[event.step]
            step.status, step.words = str(data["status"]), str(data.get("words") or "")
            step.code, step.seconds = data.get("code"), data.get("seconds")
        case "tests":
            for kind in ("passed", "failed", "skipped"):
                run.tests[kind] = run.tests.get(kind, 0) + data.get(kind, 0)
        case "artifact":
            run.artifacts += data.get("files", 0)


def _unfinished(directory: RunDirectory) -> str:
    return "running" if directory.is_alive else "killed"


def _take_result(run: PastRun) -> None:
    """Take what the end of a run left that could not record its last events, as on a full disk."""
    result = run.directory.read(run.directory.result)
    run.status = str(result.get("status") or run.status)
    statuses = result.get("statuses")
    if isinstance(statuses, dict):
        for name, status in statuses.items():
            run.jobs.setdefault(name, PastJob(name)).status = str(status)


def _end(run: PastRun) -> None:
    """Nothing goes on in a run that was killed."""
    for job in run.jobs.values():
        nodes = list(job.nodes.values())
        steps = [step for node in nodes for step in node.steps.values()]
        begun: list[PastJob | PastNode | PastStep] = [job, *nodes, *steps]
        for each in begun:
            if each.status == "running":
                each.status = "killed"


def _job_data(run: PastRun, job: PastJob) -> dict[str, Any]:
    return {
        "name": job.name,
        "status": job.status,
        "seconds": job.seconds,
        "reused": job.is_reused,
        "nodes": [
            {
                "index": node.index,
                "status": node.status,
                "why": node.why,
                "steps": [
                    {
                        "number": step.number,
                        "name": step.name,
                        "place": step.place,
                        "status": step.status,
                        "words": step.words,
                        "code": step.code,
                        "seconds": step.seconds,
                        "log": run.directory.log(job.name, node.index, step.number),
                    }
                    for step in node.steps.values()
                ],
            }
            for node in job.nodes.values()
        ],
    }
