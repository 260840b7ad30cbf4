"""Jobs that run without some of what they require."""

from __future__ import annotations

from wflint import Problem, Related, Severity, WorkflowReach, is_deploying, rule
from wflint_rules.events.witnesses import first_at_each_place, place_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import CompiledJob, Context


@rule(
    "missing-requirement",
    summary="A deploying job runs without a job it requires, which its filter leaves out",
    on=WorkflowReach,
    severity=Severity.INFO,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#requires",
)
def missing_requirement(reach: WorkflowReach, _: Context) -> Iterator[Problem]:
    """Each such job once, with the first event that shows it; approvals are `bypassed-approval`."""
    positions = {job.name: position for position, job in enumerate(reach.workflow.jobs)}
    for position, job in first_at_each_place(reach):
        if not is_deploying(job):
            continue
        required = [positions[name] for each in job.requires for name in each.jobs if name in positions]
        for cell in range(len(reach.cells)):
            if reach.runs(cell, position) != "yes":
                continue
            missing = [other for other in required if reach.keeps(cell, other) is False]
            missing = [other for other in missing if reach.workflow.jobs[other].type != "approval"]
            if missing:
                yield _problem(reach, job, [reach.workflow.jobs[other] for other in missing], cell)
                break


def _problem(reach: WorkflowReach, job: CompiledJob, missing: list[CompiledJob], cell: int) -> Problem:
    planned = reach.planned(cell)
    names = [f"`{other.name}`" for other in missing]
    place = next(each.place for each in job.requires if missing[0].name in each.jobs)
    reasons = [found.reason for other in missing[:3] if (found := planned.job(other.name)) is not None]
    return Problem(
        place or job.place,
        f"{place_words(reach.cells[cell])} job `{job.name}` runs without {' and '.join(names)}, which it requires",
        related=tuple(
            Related(reason.place, f"`{reason.subject}`: {reason.message}")
            for reason in reasons
            if reason is not None and reason.place is not None
        ),
    )
