"""Resume a run from failed: which of its results still count for the config as it is now."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from wflint.localrun.gating import settled_for_rerun
from wflint.localrun.plan_json import job_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wflint.localrun.events import Event
    from wflint.localrun.operations import JobPlan, WorkflowPlan

_PLACES = frozenset({"path", "line", "column"})
_UNTOLD = frozenset({"CIRCLE_SHA1", "CIRCLE_USERNAME"})
"""Variables that differ between runs of the same job."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What is known of an earlier run: how its jobs ended, and what each of them was.

    Jobs that had not ended have no status. `revision` is the commit its snapshot was taken as, None if unknown.
    """

    workflow: str
    statuses: Mapping[str, str]
    fingerprints: Mapping[str, str]
    revision: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumption:
    """What a resumed run keeps of an earlier one: the statuses of jobs that are not repeated.

    `changed` are the jobs that the config defines otherwise than then, or anew, in the order of the config.
    """

    settled: dict[str, str]
    changed: tuple[str, ...]


def earlier_run(events: Iterable[Event]) -> Earlier:
    """What the events of a run say of it, even if it was killed; of what was said twice the last counts."""
    workflow = ""
    revision: str | None = None
    statuses: dict[str, str] = {}
    fingerprints: dict[str, str] = {}
    for event in events:
        if event.type == "run.started":
            workflow = str(event.data.get("workflow", ""))
            revision = event.data.get("revision")
            fingerprints = {str(job["name"]): str(job["fingerprint"]) for job in event.data.get("jobs", ())}
        elif event.type == "job.started" and event.job is not None:
            statuses.pop(event.job, None)
        elif event.type == "job.finished" and event.node is None and event.job is not None:
            statuses[event.job] = str(event.data["status"])
    return Earlier(workflow=workflow, statuses=statuses, fingerprints=fingerprints, revision=revision)


def resumption(plan: WorkflowPlan, earlier: Earlier) -> Resumption:
    """What a run of a plan can keep of an earlier run of its workflow.

    A job that changed is run again, and everything behind it; approvals that were given stay given.
    """
    changed = tuple(job.name for job in plan.jobs if earlier.fingerprints.get(job.name) != fingerprint(job))
    return Resumption(settled=settled_for_rerun(plan, earlier.statuses, changed), changed=changed)


def fingerprint(job: JobPlan) -> str:
    """A short text that differs where what a job does differs; places in the config do not count."""
    data = _told(job_data(job))
    return sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:16]


def _told(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _told(each) for name, each in value.items() if name not in _PLACES}
    if isinstance(value, list):
        return [_told(each) for each in value if not (isinstance(each, dict) and each.get("name") in _UNTOLD)]
    return value
