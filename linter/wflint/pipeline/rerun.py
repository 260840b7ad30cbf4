"""Rerun from failed: which jobs start again after a run, and which results are reused.

Sources: https://circleci.com/docs/guides/orchestrate/workflows/#rerunning-a-workflows-failed-jobs and
https://circleci.com/docs/guides/orchestrate/automatic-reruns/
"""

from __future__ import annotations

from wflint.pipeline.gates import gates_of, ranks_of
from wflint.pipeline.gating import ANY, DROPPED, FAILED, NOT_RUN, STARTED, STATE_OF, SUCCESS, state_behind
from wflint.pipeline.plan import Plan, PlannedJob, PlannedWorkflow, runs_of, workflow_status
from wflint.pipeline.why import job_reasons, state_word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint.compiler.compiled import CompiledWorkflow
    from wflint.pipeline.gating import Gates


def rerun_from_failed(first: Plan) -> Plan:
    """Plan the rerun of every workflow in which a job failed; workflows without a failure are left out.

    Failed jobs start again, and the jobs that did not run because of them; everything else keeps its result. This
    time all succeed. Whether canceled jobs start again is not documented; they do not here.
    """
    return Plan(
        first.event, tuple(_rerun(each, each.compiled) for each in first.workflows if each.compiled and _failed(each))
    )


def _failed(workflow: PlannedWorkflow) -> bool:
    return any(job.status == "failed" for job in workflow.jobs)


def _rerun(first: PlannedWorkflow, compiled: CompiledWorkflow) -> PlannedWorkflow:
    gates = gates_of(compiled)
    before = {job.name: job for job in first.jobs}
    old = [_state(before[job.name]) for job in compiled.jobs]
    again = _repeated(gates, old)
    new = list(old)
    for position in gates.order:
        if again[position]:
            new[position] = state_behind(gates.requires[position], new, SUCCESS)
    left_out = [None if again[position] else before[job.name].reason for position, job in enumerate(compiled.jobs)]
    reasons = job_reasons(compiled, gates, new, left_out)
    ranks = ranks_of(gates, [again[position] and bool(state & STARTED) for position, state in enumerate(new)])
    jobs = []
    for position, job in enumerate(compiled.jobs):
        planned = before[job.name]
        if again[position]:
            jobs.append(
                planned._replace(
                    runs=runs_of(new[position]),
                    rank=ranks[position] if new[position] & STARTED else None,
                    status=state_word(new[position]),
                    reason=reasons[position],
                    repeat="again" if new[position] & STARTED else None,
                )
            )
        elif planned.runs == "yes":
            jobs.append(planned._replace(runs="no", rank=None, repeat="reused"))
        else:
            jobs.append(planned)
    jobs.sort(key=lambda job: (job.rank is None, job.rank or 0))
    return first._replace(jobs=tuple(jobs), status=workflow_status(job.status for job in jobs))


def _state(job: PlannedJob) -> int:
    if job.status == "unknown":
        return ANY
    is_dropped = job.status == "not_run" and job.reason is not None and job.reason.kind != "upstream-status"
    return DROPPED if is_dropped else STATE_OF[job.status]


def _repeated(gates: Gates, states: Sequence[int]) -> list[bool]:
    """Which jobs failed, or did not run because of one that did."""
    again = [state == FAILED for state in states]
    for position in gates.order:
        if states[position] == NOT_RUN:
            again[position] = any(
                again[source] and not states[source] & statuses for source, statuses in gates.requires[position]
            )
    return again
