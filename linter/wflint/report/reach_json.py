"""For which events jobs run, in the stable JSON format, version 1; `docs/simulate.md` describes it."""

from __future__ import annotations

import json

from wflint.pipeline.event_classes import event_classes
from wflint.report.plan_json import VERSION, event_data, job_data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from wflint.pipeline.reach import WorkflowReach


def reach_json(reaches: Iterable[WorkflowReach]) -> str:
    """One object a workflow: its classes of events, and for each job what becomes of it in each class."""
    data = {"version": VERSION, "workflows": [_workflow(reach) for reach in reaches]}
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _workflow(reach: WorkflowReach) -> dict[str, Any]:
    classes = event_classes(reach)
    plans = [reach.planned(each.cells[0]) for each in classes]
    outcomes = [{job.name: job for job in planned.jobs} for planned in plans]
    return {
        "name": reach.workflow.name,
        "complete": reach.is_complete,
        "classes": [
            {"words": each.words, "runs": planned.runs, "event": _event(reach, each.cells[0])}
            for each, planned in zip(classes, plans, strict=True)
        ],
        "jobs": [
            {
                "name": job.name,
                "type": job.type,
                "outcomes": [_outcome(job_data(found[job.name])) for found in outcomes],
            }
            for job in reach.workflow.jobs
        ],
    }


def _event(reach: WorkflowReach, cell: int) -> dict[str, Any]:
    event = reach.cells[cell]
    data = event_data(event)
    if event.parameters:
        data["parameters"] = dict(event.parameters)
    if event.values:
        data["values"] = dict(event.values)
    return data


def _outcome(job: dict[str, Any]) -> dict[str, Any]:
    return {key: job[key] for key in ("runs", "rank", "requires", "dropped", "reason")}
