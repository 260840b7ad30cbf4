"""Jobs that run for no event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint import Problem, Severity, WorkflowReach, rule
from wflint_rules.events.witnesses import explained, is_never_kept, let_in, ordinary_jobs, place_words, reason_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import CompiledJob, Context


@rule(
    "unreachable-job",
    summary="No branch, tag or trigger runs a job",
    on=WorkflowReach,
    severity=Severity.WARNING,
    absence=True,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#requires",
)
def unreachable_job(reach: WorkflowReach, _: Context) -> Iterator[Problem]:
    """Jobs whose filters, or those of what they require, leave them out of every pipeline.

    A job that only waits for such jobs follows from them. One whose own filter lets nothing in is switched off: info.
    """
    dead = {job.name: position for position, job in ordinary_jobs(reach) if is_never_kept(reach, position)}
    if not dead or not any(runs != "no" for runs in reach.workflow_runs):
        return
    for name, position in dead.items():
        job = reach.workflow.jobs[position]
        cell = next(let_in(reach, position), None)
        if cell is None:
            place = job.place if job.filters is None else job.filters.node.place
            message = f"job `{name}` never runs: its filters let no branch and no tag in"
            yield Problem(place, message, severity=Severity.INFO)
        elif not _follows(job, dead):
            yield _problem(reach, job, cell)


def _follows(job: CompiledJob, dead: dict[str, int]) -> bool:
    names = [name for requirement in job.requires for name in requirement.jobs]
    return bool(names) and all(name in dead for name in names)


def _problem(reach: WorkflowReach, job: CompiledJob, cell: int) -> Problem:
    event = reach.cells[cell]
    reason = reason_of(reach, cell, job)
    because = f": {place_words(event)} {reason.message}" if reason is not None else ""
    return Problem(
        job.place,
        f"job `{job.name}` never runs{because}",
        related=explained(reason) if reason is not None else (),
        help="let the jobs it requires run for the same branches and tags",
    )
