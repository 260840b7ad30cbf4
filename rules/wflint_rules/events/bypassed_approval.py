"""Jobs that start without the approval they require."""

from __future__ import annotations

from wflint import Problem, Related, Severity, WorkflowReach, rule
from wflint_rules.events.witnesses import first_at_each_place, place_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import CompiledJob, Context


@rule(
    "bypassed-approval",
    summary="A job starts without an approval that its filter leaves out",
    on=WorkflowReach,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#requires",
)
def bypassed_approval(reach: WorkflowReach, _: Context) -> Iterator[Problem]:
    """Each job and approval once, with the first event that shows it."""
    positions = {job.name: position for position, job in enumerate(reach.workflow.jobs)}
    for position, job in first_at_each_place(reach):
        for requirement in job.requires:
            for name in requirement.jobs:
                approval = reach.workflow.jobs[positions[name]] if name in positions else None
                if approval is None or approval.type != "approval":
                    continue
                cell = _witness(reach, position, positions[name])
                if cell is not None:
                    yield _problem(reach, job, approval, cell)


def _witness(reach: WorkflowReach, job: int, approval: int) -> int | None:
    """The first cell for which a job runs although an approval is left out."""
    for cell in range(len(reach.cells)):
        if reach.runs(cell, job) == "yes" and reach.keeps(cell, approval) is False:
            return cell
    return None


def _problem(reach: WorkflowReach, job: CompiledJob, approval: CompiledJob, cell: int) -> Problem:
    planned = reach.planned(cell)
    started, held = planned.job(job.name), planned.job(approval.name)
    place = next(each.place for each in job.requires if approval.name in each.jobs)
    reason = held.reason if held is not None else None
    after = f" after {' and '.join(f'`{name}`' for name in started.requires)}" if started and started.requires else ""
    related = (Related(reason.place, reason.message),) if reason is not None and reason.place is not None else ()
    message = f"{place_words(reach.cells[cell])} job `{job.name}` starts{after} without the approval `{approval.name}`"
    advice = "give the job and the approval the same filters"
    return Problem(place or job.place, message, related=related, help=advice)
