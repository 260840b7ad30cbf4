"""Jobs that bring something out twice in one pipeline."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from wflint import CompiledConfig, Problem, Related, Severity, is_deploying, rule
from wflint_rules.events.witnesses import place_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import CompiledJob, CompiledWorkflow, Context, Event


@rule(
    "repeated-deploy",
    summary="Two workflows run the same deploying job for one event",
    on=CompiledConfig,
    severity=Severity.INFO,
    since="0.1",
    source="https://circleci.com/docs/guides/orchestrate/workflows/",
)
def repeated_deploy(compiled: CompiledConfig, _: Context) -> Iterator[Problem]:
    """Each such job of a later workflow once, if an earlier one invokes it with the same arguments."""
    candidates = {id(workflow): _deploying(workflow) for workflow in compiled.workflows}
    for earlier, later in combinations(compiled.workflows, 2):
        known = {_identity(job): job for job in candidates[id(earlier)]}
        for job in candidates[id(later)]:
            other = known.get(_identity(job))
            event = None if other is None else _witness(compiled, earlier, other, later, job)
            if other is not None and event is not None:
                where = place_words(event)
                message = f"{where} workflows `{earlier.name}` and `{later.name}` both run `{job.job}`"
                yield Problem(job.place, message, related=(Related(other.place, f"in workflow `{earlier.name}`"),))


def _deploying(workflow: CompiledWorkflow) -> list[CompiledJob]:
    return [job for job in workflow.jobs if not job.is_synthetic and job.type == "build" and is_deploying(job)]


def _identity(job: CompiledJob) -> tuple[str, str, str]:
    """What is invoked, with which arguments and matrix values, as written."""
    arguments = [entry.value.source.text[entry.key.start : entry.value.end] for entry in job.invocation.arguments]
    return job.job, "\n".join(sorted(arguments)), repr(job.matrix)


def _witness(
    compiled: CompiledConfig, earlier: CompiledWorkflow, other: CompiledJob, later: CompiledWorkflow, job: CompiledJob
) -> Event | None:
    """The first event that runs both jobs, of those that either workflow tells apart."""
    from wflint import WorkflowReach, plan

    reaches = [WorkflowReach(compiled.config, workflow) for workflow in (earlier, later)]
    for event in dict.fromkeys(event for reach in reaches for event in reach.cells):
        planned = plan(compiled, event)
        first, second = planned.workflow(earlier.name), planned.workflow(later.name)
        jobs = (first and first.job(other.name), second and second.job(job.name))
        if all(found is not None and found.runs == "yes" for found in jobs):
            return event
    return None
