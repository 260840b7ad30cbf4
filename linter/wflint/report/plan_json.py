"""A plan in the stable JSON format, version 1; `docs/simulate.md` describes it."""

from __future__ import annotations

import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from wflint.pipeline.events import Event
    from wflint.pipeline.plan import Plan, PlannedJob, PlannedWorkflow
    from wflint.pipeline.reasons import Reason
    from wflint.pipeline.times import Timeline

VERSION = 1


def plan_json(plan: Plan, rerun: Plan | None = None, timeline: Timeline | None = None) -> str:
    """The whole plan; `rerun` and the times are there only if they were asked for."""
    data: dict[str, Any] = {
        "version": VERSION,
        "event": event_data(plan.event),
        "workflows": [workflow_data(workflow, timeline) for workflow in plan.workflows],
    }
    if rerun is not None:
        data["rerun"] = [workflow_data(workflow, None) for workflow in rerun.workflows]
    if timeline is not None:
        data["seconds"] = timeline.wall
    return _dumped(data)


def why_json(plan: Plan, answers: Sequence[tuple[PlannedWorkflow, PlannedJob]]) -> str:
    """The jobs that were asked about, each with its workflow."""
    jobs = [{"workflow": workflow.name, **job_data(job)} for workflow, job in answers]
    return _dumped({"version": VERSION, "event": event_data(plan.event), "jobs": jobs})


def event_data(event: Event) -> dict[str, Any]:
    """The kind of an event, its branch or tag, and whether it comes from a fork."""
    data: dict[str, Any] = {"kind": event.kind}
    if event.branch is not None:
        data["branch"] = event.branch
    if event.tag is not None:
        data["tag"] = event.tag
    if event.is_fork:
        data["fork"] = True
    return data


def workflow_data(workflow: PlannedWorkflow, timeline: Timeline | None) -> dict[str, Any]:
    """A workflow with its jobs, in the order of the plan."""
    jobs = []
    for job in workflow.jobs:
        data = job_data(job)
        timing = timeline.timings.get((workflow.name, job.name)) if timeline is not None else None
        if timing is not None:
            data |= {"start": timing.start, "finish": timing.finish, "slack": timing.slack}
        jobs.append(data)
    data = {
        "name": workflow.name,
        "runs": workflow.runs,
        "status": workflow.status,
        "reason": _reason(workflow.reason, set()),
        "jobs": jobs,
    }
    if timeline is not None:
        data["critical_path"] = list(timeline.critical_paths.get(workflow.name, ()))
    return data


def job_data(job: PlannedJob) -> dict[str, Any]:
    """A job with the whole tree of its reasons."""
    data: dict[str, Any] = {
        "name": job.name,
        "type": job.type,
        "runs": job.runs,
        "rank": job.rank,
        "requires": list(job.requires),
        "dropped": list(job.dropped),
        "status": job.status,
        "reason": _reason(job.reason, set()),
    }
    if job.repeat is not None:
        data["repeat"] = job.repeat
    return data


def _reason(reason: Reason | None, shown: set[int]) -> dict[str, Any] | None:
    """A reason and those behind it; one that stands behind several is told in full only where it comes first."""
    if reason is None:
        return None
    data: dict[str, Any] = {"kind": reason.kind, "subject": reason.subject, "message": reason.message}
    if reason.place is not None:
        line, column = reason.place.source.line_column(reason.place.span.start)
        data |= {"path": reason.place.source.path, "line": line, "column": column}
    because = () if id(reason) in shown else reason.because
    shown.add(id(reason))
    data["because"] = [_reason(each, shown) for each in because]
    return data


def _dumped(data: dict[str, Any]) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"
