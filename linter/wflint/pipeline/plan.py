"""The plan of one event: which workflows and jobs run, in which order, and why the others do not."""

from __future__ import annotations

from wflint.pipeline import gating
from wflint.pipeline.events import values_of
from wflint.pipeline.filters import filtered_out
from wflint.pipeline.gates import gates_of, is_inner_node, ranks_of
from wflint.pipeline.reasons import Reason
from wflint.pipeline.triggering import left_out
from wflint.pipeline.why import job_reasons, state_word
from wflint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Literal

    from wflint.compiler.compiled import CompiledConfig, CompiledJob, CompiledWorkflow
    from wflint.compiler.values import Values
    from wflint.model.workflow import Workflow
    from wflint.pipeline.events import Event
    from wflint.pipeline.gating import Gates
    from wflint.pipeline.reasons import Runs
    from wflint.source import Place


class PlannedJob(NamedTuple):
    """A job of a workflow for one event.

    `rank` is its wave: one more than the largest of the jobs it waits for, from 0; None if it does not run.
    `requires` are final names: of those it waits for, or if it does not run, of all it requires. `dropped` are
    requirements that filters left out although the job itself may run.
    `status` is how it ends (`success` unless said otherwise), `on_hold`, `blocked` behind one that is, `not_run` for
    every job that does not start, or `unknown`. `reason` is None if it runs. `compiled` is None in a workflow that does
    not exist for the event. `repeat` says in a rerun from failed whether a job starts again or its result is reused
    (then it does not run and has no reason).
    """

    name: str
    type: str
    runs: Runs
    rank: int | None
    requires: tuple[str, ...]
    dropped: tuple[str, ...]
    status: str
    reason: Reason | None
    place: Place
    compiled: CompiledJob | None = None
    repeat: Literal["again", "reused"] | None = None


class PlannedWorkflow(NamedTuple):
    """A workflow for one event. `jobs` are those that run or may run by rank, then the others as written.

    `runs` is `no` too if none of its jobs is left; `reason` is None exactly if it runs. `status` is that of CircleCI.
    """

    name: str
    runs: Runs
    status: str
    reason: Reason | None
    jobs: tuple[PlannedJob, ...]
    place: Place
    compiled: CompiledWorkflow | None = None

    def job(self, name: str) -> PlannedJob | None:
        """The job of a final name, or None."""
        return next((job for job in self.jobs if job.name == name), None)


class Plan(NamedTuple):
    """What an event starts; workflows in the order of the text."""

    event: Event
    workflows: tuple[PlannedWorkflow, ...]

    def workflow(self, name: str) -> PlannedWorkflow | None:
        """The workflow of a name, or None."""
        return next((workflow for workflow in self.workflows if workflow.name == name), None)


def plan(compiled: CompiledConfig, event: Event, *, outcomes: Mapping[str, str] | None = None) -> Plan:
    """Plan an event, for a config compiled with its values or with less known ones.

    `outcomes` says by final name how jobs end that come to their turn (`failed`, `canceled`, `unauthorized`,
    `on_hold`); the others succeed, approvals are granted.
    """
    values = values_of(compiled.config, event)
    by_name = {workflow.name: workflow for workflow in compiled.workflows}
    written = compiled.config.workflows
    pairs = [(workflow, by_name.get(name)) for name, workflow in written.items()]
    # What CircleCI makes of a config without workflows is not written anywhere.
    pairs += [(found.workflow, found) for name, found in by_name.items() if name not in written]
    return Plan(
        event,
        tuple(_planned(workflow, found, event, values, compiled, outcomes or {}) for workflow, found in pairs),
    )


def _planned(
    workflow: Workflow,
    found: CompiledWorkflow | None,
    event: Event,
    values: Values,
    compiled: CompiledConfig,
    outcomes: Mapping[str, str],
) -> PlannedWorkflow:
    if workflow.triggers is not None and event.kind == "schedule":
        event = event._replace(is_legacy_schedule=True)
        values = values_of(compiled.config, event)
    reason = left_out(workflow, event, values, has_conditions=compiled.config.is_2_1)
    if found is None:
        return _absent(workflow, reason)
    return plan_workflow(found, event, values, reason, outcomes)


def plan_workflow(
    workflow: CompiledWorkflow,
    event: Event,
    values: Values,
    reason: Reason | None,
    outcomes: Mapping[str, str],
    gates: Gates | None = None,
) -> PlannedWorkflow:
    """Plan one workflow whose own condition or schedule gives `reason` (None: it exists)."""
    gates = gates_of(workflow) if gates is None else gates
    filters = [None if is_inner_node(job) else filtered_out(job, event, values) for job in workflow.jobs]
    passes = [None if each is not None and each.kind == "undecided" else each is None for each in filters]
    states = gating.settle(gates, passes, [gating.STATE_OF[outcomes.get(job.name, "success")] for job in workflow.jobs])
    if reason is not None and reason.kind != "undecided":
        jobs = tuple(_left_out(job, reason) for job in workflow.jobs)
        return PlannedWorkflow(workflow.name, "no", "not_run", reason, jobs, workflow.workflow.name.place, workflow)
    reasons = job_reasons(workflow, gates, states, filters)
    jobs = tuple(_ordered(_jobs(workflow, gates, states, reasons, reason)))
    return summarized(PlannedWorkflow(workflow.name, "yes", "", reason, jobs, workflow.workflow.name.place, workflow))


def summarized(workflow: PlannedWorkflow) -> PlannedWorkflow:
    """The workflow with the answer and status that follow from its jobs."""
    reason = workflow.reason
    if any(job.runs == "yes" for job in workflow.jobs):
        runs: Runs = "yes" if reason is None else "unknown"
    elif any(job.runs == "unknown" for job in workflow.jobs):
        runs = "unknown"
        reason = reason or next(job.reason for job in workflow.jobs if job.runs == "unknown")
    else:
        runs = "no"
        because = tuple(job.reason for job in workflow.jobs if job.reason is not None)
        kind = because[0].kind if because else "undecided"
        message = "none of its jobs is left" if because else "it has no jobs"
        reason = Reason(kind, message, workflow.name, workflow.place, because)
    return workflow._replace(runs=runs, reason=reason, status=workflow_status(job.status for job in workflow.jobs))


def workflow_status(statuses: Iterable[str]) -> str:
    """The status of a workflow from those of its jobs; `failing` if it waits for an approval after a failure.

    Jobs that did not run leave it a success; a failure outweighs a refused context.
    Source: https://circleci.com/docs/guides/orchestrate/workflows/#states
    """
    found = set(statuses)
    if "unknown" in found:
        return "unknown"
    is_waiting = "on_hold" in found
    if "failed" in found:
        return "failing" if is_waiting else "failed"
    for status in ("unauthorized", "canceled"):
        if status in found:
            return status
    if is_waiting:
        return "on_hold"
    return "success" if "success" in found else "not_run"


def _jobs(
    workflow: CompiledWorkflow,
    gates: Gates,
    states: Sequence[int],
    reasons: Sequence[Reason | None],
    workflow_reason: Reason | None,
) -> Iterator[PlannedJob]:
    ranks = ranks_of(gates, [bool(state & gating.STARTED) for state in states])
    for position, job in enumerate(workflow.jobs):
        state = states[position]
        runs = runs_of(state)
        reason = reasons[position]
        if runs == "yes" and workflow_reason is not None:
            runs, reason = "unknown", workflow_reason
        sources = dict.fromkeys(edge.source for edge in gates.requires[position])
        names = [workflow.jobs[source].name for source in sources]
        left = [workflow.jobs[source].name for source in sources if states[source] != gating.DROPPED]
        yield PlannedJob(
            name=job.name,
            type=job.type,
            runs=runs,
            rank=None if runs == "no" else ranks[position],
            requires=tuple(names if runs == "no" else left),
            dropped=() if runs == "no" else tuple(name for name in names if name not in left),
            status=state_word(state) if workflow_reason is None or runs == "no" else "unknown",
            reason=reason,
            place=job.place,
            compiled=job,
        )


def runs_of(state: int) -> Runs:
    """Whether a job with these possible states starts."""
    if not state & gating.STARTED:
        return "no"
    return "unknown" if state & ~gating.STARTED else "yes"


def _ordered(jobs: Iterable[PlannedJob]) -> list[PlannedJob]:
    return sorted(jobs, key=lambda job: (job.rank is None, job.rank or 0))


def _left_out(job: CompiledJob, reason: Reason) -> PlannedJob:
    requires = tuple(dict.fromkeys(name for requirement in job.requires for name in requirement.jobs))
    return PlannedJob(job.name, job.type, "no", None, requires, (), "not_run", reason, job.place, job)


def _absent(workflow: Workflow, reason: Reason | None) -> PlannedWorkflow:
    """A workflow that the compiler left out, with its invocations as written."""
    reason = reason or Reason("condition", "its condition is false", workflow.name.value, workflow.name.place)
    jobs = []
    for invocation in workflow.invocations:
        name = invocation.name if invocation.name is not None else invocation.job
        kind = "approval" if invocation.is_approval else "build"
        requires = tuple(requirement.name.value for requirement in invocation.requires)
        jobs.append(PlannedJob(name.value, kind, "no", None, requires, (), "not_run", reason, name.place))
    return PlannedWorkflow(workflow.name.value, "no", "not_run", reason, tuple(jobs), workflow.name.place)
