"""Resume a run from failed: which of its results still count for the config as it is now."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from wflint.localrun.gating import settled_for_rerun
from wflint.localrun.operations import Checkout
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

    `changed` are the jobs that the config defines otherwise than then, or anew, `outdated` those that check out files
    which have changed since; both in the order of the config.
    """

    settled: dict[str, str]
    changed: tuple[str, ...]
    outdated: tuple[str, ...]


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


def resumption(
    plan: WorkflowPlan, earlier: Earlier, revision: str | None, *, reuse_outdated: bool = False
) -> Resumption:
    """What a run of a plan can keep of an earlier run of its workflow.

    A job that changed is run again, and everything behind it; so is a job that checks out files if their snapshot,
    now `revision`, is another one or cannot be told, unless `reuse_outdated`. Approvals that were given stay given.
    """
    changed = tuple(job.name for job in plan.jobs if earlier.fingerprints.get(job.name) != fingerprint(job))
    are_same = revision is not None and revision == earlier.revision
    outdated = () if are_same else tuple(job.name for job in plan.jobs if checks_out(job))
    renewed = changed if reuse_outdated else (*changed, *outdated)
    return Resumption(settled=settled_for_rerun(plan, earlier.statuses, renewed), changed=changed, outdated=outdated)


def checks_out(job: JobPlan) -> bool:
    """Whether a job gets the repository's files."""
    return any(isinstance(operation, Checkout) for node in job.nodes for operation in node.operations)


def fingerprint(job: JobPlan) -> str:
    """A short text that differs where what a job does differs; places in the config and secrets do not count."""
    data = _told(job_data(job))
    return sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:16]


def _told(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _told(each) for name, each in value.items() if name not in _PLACES}
    if isinstance(value, list):
        return [_told(each) for each in value if not _is_untold(each)]
    return value


def _is_untold(value: Any) -> bool:
    return isinstance(value, dict) and (value.get("name") in _UNTOLD or value.get("secret") is True)
