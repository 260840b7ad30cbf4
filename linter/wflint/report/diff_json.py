"""The difference of two versions in the stable JSON format, version 1; `docs/diff.md` describes it."""

from __future__ import annotations

import json

from wflint.report.plan_json import event_data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from wflint.pipeline.content_changes import Change
    from wflint.pipeline.difference import Difference, EdgeChange, JobChange, WorkflowChange
    from wflint.pipeline.event_changes import EventChange

VERSION = 1


def diff_json(found: Difference) -> str:
    """The whole difference; of a workflow, job or edge only if it differs."""
    data = {
        "version": VERSION,
        "equal": found.is_empty,
        "changes": [_change(change) for change in found.changes],
        "workflows": [_workflow(workflow) for workflow in found.workflows],
        "unknown": list(found.unknown),
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _workflow(workflow: WorkflowChange) -> dict[str, Any]:
    return {
        "name": workflow.name,
        "change": workflow.fate,
        "changes": [_change(change) for change in workflow.changes],
        "jobs": [_job(job) for job in workflow.jobs],
        "edges": [_edge(edge) for edge in workflow.edges],
        "events": [_event(event) for event in workflow.events],
    }


def _job(job: JobChange) -> dict[str, Any]:
    data: dict[str, Any] = {"name": job.name, "change": job.fate}
    if job.was is not None:
        data["was"] = job.was
    return data | {"changes": [_change(change) for change in job.changes]}


def _change(change: Change) -> dict[str, Any]:
    return {
        "what": change.what,
        "change": change.kind,
        "old": change.old,
        "new": change.new,
        "when": change.when or None,
    }


def _edge(edge: EdgeChange) -> dict[str, Any]:
    return {"from": edge.source, "to": edge.target, "old": list(edge.old), "new": list(edge.new)}


def _event(event: EventChange) -> dict[str, Any]:
    data = event_data(event.witness)
    if event.witness.parameters:
        data["parameters"] = dict(event.witness.parameters)
    if event.witness.values:
        data["values"] = dict(event.witness.values)
    return {
        "words": event.words,
        "event": data,
        "starts": list(event.starts),
        "stops": list(event.stops),
        "unclear": list(event.unclear),
        "without": [{"job": job, "requires": required} for job, required in event.without],
    }
