"""Requirements that cannot be satisfied whatever happens."""

from __future__ import annotations

from wflint import CompiledWorkflow, Problem, Related, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import CompiledJob, CompiledRequirement, Context

_ENDS = {
    "no-op": frozenset({"success", "not_run"}),
    "lock": frozenset({"success", "not_run", "canceled"}),
    "unlock": frozenset({"success", "not_run"}),
    "approval": frozenset({"success", "not_run", "canceled", "unauthorized"}),
}
"""How jobs that run nothing can end; all others can end in any way."""


@rule(
    "unsatisfiable-requires",
    summary="A job requires what cannot happen, so it never starts",
    on=CompiledWorkflow,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#requires",
)
def unsatisfiable_requires(workflow: CompiledWorkflow, _: Context) -> Iterator[Problem]:
    """Statuses that a kind of job does not have, and pairs of requirements that exclude each other."""
    jobs = {job.name: job for job in workflow.jobs}
    for job in workflow.jobs:
        if job.is_synthetic:
            continue
        known = [each for each in job.requires if each.is_known and len(each.jobs) == 1 and each.jobs[0] in jobs]
        for requirement in known:
            problem = _impossible_end(job, requirement, jobs[requirement.jobs[0]])
            problem = problem or _contradiction(job, requirement, known, jobs)
            if problem is not None:
                yield problem
                break


def _impossible_end(job: CompiledJob, requirement: CompiledRequirement, required: CompiledJob) -> Problem | None:
    ends = _ENDS.get(required.type)
    if ends is None or requirement.statuses & ends or requirement.place is None:
        return None
    kind = (
        f"job group `{required.group}`"
        if required.group is not None
        else f"`{required.name}`, a job of type `{required.type}`,"
    )
    message = f"job `{job.name}` never starts: {kind} never ends as {_or_list(requirement.statuses)}"
    return Problem(requirement.place, message)


def _contradiction(
    job: CompiledJob, requirement: CompiledRequirement, others: list[CompiledRequirement], jobs: dict[str, CompiledJob]
) -> Problem | None:
    """Another required job that needs a different end of the same job."""
    if requirement.place is None or requirement.statuses == {"success"}:
        return None
    for other in others:
        if "not_run" in other.statuses or other is requirement:
            continue
        for inner in jobs[other.jobs[0]].requires:
            if inner.jobs == requirement.jobs and not inner.statuses & requirement.statuses and inner.place is not None:
                first, second = requirement.jobs[0], other.jobs[0]
                message = (
                    f"job `{job.name}` never starts: if `{first}` ends as {_or_list(requirement.statuses)},"
                    f" `{second}` does not run, and it requires `{second}` too"
                )
                related = (
                    Related(inner.place, f"`{second}` runs only if `{first}` ends as {_or_list(inner.statuses)}"),
                )
                return Problem(requirement.place, message, related=related)
    return None


def _or_list(statuses: frozenset[str]) -> str:
    order = ("success", "failed", "canceled", "unauthorized", "not_run")
    words = [f"`{status}`" for status in order if status in statuses]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
