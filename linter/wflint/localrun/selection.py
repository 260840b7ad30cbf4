"""Which workflows and jobs of a plan a local run takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint.errors import UsageError
from wflint.localrun.plan import is_left_out, workflow_plan
from wflint.localrun.unknowns import place_words
from wflint.pipeline.reasons import and_list
from wflint.spelling import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wflint.compiler.compiled import CompiledConfig
    from wflint.localrun.environment import Surroundings
    from wflint.localrun.operations import WorkflowPlan
    from wflint.pipeline.plan import Plan, PlannedJob, PlannedWorkflow
    from wflint.pipeline.reasons import Reason


def chosen_plans(
    planned: Plan,
    compiled: CompiledConfig,
    surroundings: Surroundings,
    *,
    workflows: Sequence[str] = (),
    jobs: Sequence[str] = (),
) -> tuple[WorkflowPlan, ...]:
    """The plans of the workflows of those names that an event starts (none given: all), each with its chosen jobs.

    With `jobs`, only these and all before them, and only workflows that have one of them. A job's name is its final
    one, the name of a matrix, or that of the job it invokes. Raises `UsageError` for what is not there or does not
    run.
    """
    chosen = _workflows(planned, workflows)
    if jobs:
        wanted = _jobs(chosen, jobs, planned.event.words)
        chosen = [workflow for workflow in chosen if wanted.get(workflow.name)]
        return tuple(workflow_plan(each, compiled, surroundings, jobs=wanted[each.name]) for each in chosen)
    running = [workflow for workflow in chosen if workflow.runs != "no"]
    if not running:
        reasons = [f"`{each.name}`: {_sentence(each.reason)}" for each in chosen if each.reason is not None]
        because = f"; {'; '.join(reasons)}" if reasons else ""
        raise UsageError(f"{planned.event.words} starts no workflow{because}")
    return tuple(workflow_plan(workflow, compiled, surroundings) for workflow in running)


def _workflows(planned: Plan, names: Sequence[str]) -> list[PlannedWorkflow]:
    known = [workflow.name for workflow in planned.workflows]
    for name in names:
        if name not in known:
            raise UsageError(f"there is no workflow `{name}`; {_hint(name, known)}")
    return [workflow for workflow in planned.workflows if not names or workflow.name in names]


def _jobs(workflows: Iterable[PlannedWorkflow], names: Sequence[str], event: str) -> dict[str, list[str]]:
    """The final names of the jobs that are meant, by workflow."""
    found: dict[str, list[str]] = {}
    for name in names:
        known = [job for workflow in workflows for job in _meant(workflow, name)]
        if not known:
            every = list(dict.fromkeys(job.name for workflow in workflows for job in workflow.jobs))
            raise UsageError(f"no workflow has a job `{name}`; {_hint(name, every)}")
        running = [
            (workflow.name, job.name)
            for workflow in workflows
            if workflow.runs != "no"
            for job in _meant(workflow, name)
            if not is_left_out(job)
        ]
        if not running:
            reason = next((job.reason for job in known if job.reason is not None), None)
            raise UsageError(f"job `{name}` does not run for {event}: {_sentence(reason)}")
        for workflow_name, job_name in running:
            found.setdefault(workflow_name, []).append(job_name)
    return found


def _meant(workflow: PlannedWorkflow, name: str) -> list[PlannedJob]:
    exact = [job for job in workflow.jobs if job.name == name]
    return exact or [
        job
        for job in workflow.jobs
        if job.compiled is not None and name in {job.compiled.written, job.compiled.alias, job.compiled.job}
    ]


def _sentence(reason: Reason | None) -> str:
    if reason is None:
        return "it is left out"
    place = "" if reason.place is None else f" ({place_words(reason.place)})"
    return f"{reason.message}{place}"


def _hint(name: str, known: Sequence[str]) -> str:
    return did_you_mean(name, known) or (f"there is {and_list(known)}" if known else "there is none")
