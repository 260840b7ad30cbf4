"""Whether a job starts, given how the jobs before it ended; and which jobs a rerun from failed repeats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from wflint.graphs import topological_order
from wflint.localrun.ancestry import needs_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from wflint.localrun.operations import JobPlan, Need, WorkflowPlan

Verdict: TypeAlias = Literal["start", "wait", "refuse"]

FINAL = frozenset({"success", "failed", "canceled", "unauthorized", "not_run"})
"""Statuses that do not change any more; `on_hold` may, by an approval, and so may what waits behind it."""


def verdict(needs: Iterable[Need], statuses: Mapping[str, str]) -> Verdict:
    """What becomes of a job: one requirement that cannot be satisfied any more is enough to refuse it.

    Source: https://circleci.com/docs/reference/configuration-reference/#requires
    """
    found: Verdict = "start"
    for need in needs:
        status = statuses.get(need.job)
        if status not in FINAL:
            found = "wait"
        elif status not in need.statuses:
            return "refuse"
    return found


def in_order(plan: WorkflowPlan) -> tuple[JobPlan, ...]:
    """The jobs with all that they need before them, else in the order of the config."""
    jobs = {job.name: job for job in plan.jobs}
    return tuple(jobs[name] for name in topological_order(needs_of(plan)))


def settled_for_rerun(plan: WorkflowPlan, statuses: Mapping[str, str], changed: Collection[str] = ()) -> dict[str, str]:
    """The statuses that a rerun from failed keeps; all other jobs start again.

    Those start again that did not end, failed, were canceled or refused, that `changed`, and everything behind them.
    Source: https://circleci.com/docs/guides/orchestrate/workflows/#rerunning-a-workflows-failed-jobs
    """
    kept: dict[str, str] = {}
    renewed: set[str] = set()
    for job in in_order(plan):
        status = statuses.get(job.name)
        is_behind = any(need.job in renewed for need in job.needs)
        has_ended_well = status == "success" or (status == "not_run" and _is_refused_by(job, kept))
        if job.name in changed or is_behind or not has_ended_well:
            renewed.add(job.name)
        else:
            kept[job.name] = str(status)
    return kept


def workflow_status(statuses: Iterable[str]) -> str:
    """How a workflow ended: the worst of its jobs counts, and one that waits for an approval keeps it on hold."""
    found = set(statuses)
    for status in ("failed", "unauthorized", "canceled", "on_hold"):
        if status in found:
            return status
    return "success"


def _is_refused_by(job: JobPlan, kept: Mapping[str, str]) -> bool:
    """Whether a requirement on a job that is not repeated refuses a job again."""
    return any(need.job in kept and kept[need.job] not in need.statuses for need in job.needs)
