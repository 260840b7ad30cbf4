"""Jobs that bring something out twice in one pipeline."""

from __future__ import annotations

from itertools import combinations

from wflint import CompiledConfig, Problem, Related, Severity, is_deploying, rule
from wflint_rules.events.witnesses import place_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import CompiledJob, CompiledWorkflow, Context, Event, WorkflowReach

_MOST_EVENTS = 64


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
    candidates = [(workflow, job) for workflow in compiled.workflows for job in workflow.jobs if _is_candidate(job)]
    groups: dict[tuple[str, str, str], list[tuple[CompiledWorkflow, CompiledJob]]] = {}
    for workflow, job in candidates:
        groups.setdefault(_identity(job), []).append((workflow, job))
    shared = [group for group in groups.values() if len({id(workflow) for workflow, _ in group}) > 1]
    if not shared:
        return
    from wflint import WorkflowReach

    reaches = {id(workflow): WorkflowReach(compiled.config, workflow) for group in shared for workflow, _ in group}
    for group in shared:
        for (earlier, other), (later, job) in combinations(group, 2):
            if earlier is not later:
                event = _witness(reaches[id(earlier)], other, reaches[id(later)], job)
                if event is not None:
                    yield _problem(earlier, other, later, job, event)
                    break


def _is_candidate(job: CompiledJob) -> bool:
    return not job.is_synthetic and job.type == "build" and is_deploying(job)


def _identity(job: CompiledJob) -> tuple[str, str, str]:
    """What is invoked, with which arguments and matrix values, as written."""
    arguments = [entry.value.source.text[entry.key.start : entry.value.end] for entry in job.invocation.arguments]
    return job.job, "\n".join(sorted(arguments)), repr(job.matrix)


def _witness(earlier: WorkflowReach, other: CompiledJob, later: WorkflowReach, job: CompiledJob) -> Event | None:
    """The first event that runs both jobs, of the first that either workflow tells apart."""
    first, second = earlier.workflow.jobs.index(other), later.workflow.jobs.index(job)
    for event in (*earlier.cells[:_MOST_EVENTS], *later.cells[:_MOST_EVENTS]):
        if earlier.runs_for(event)[first] == "yes" and later.runs_for(event)[second] == "yes":
            return event
    return None


def _problem(
    earlier: CompiledWorkflow, other: CompiledJob, later: CompiledWorkflow, job: CompiledJob, event: Event
) -> Problem:
    message = f"{place_words(event)} workflows `{earlier.name}` and `{later.name}` both run `{job.job}`"
    return Problem(job.place, message, related=(Related(other.place, f"in workflow `{earlier.name}`"),))
