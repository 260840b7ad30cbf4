"""Jobs that run for no event."""

from __future__ import annotations

from wflint import Problem, Severity, WorkflowReach, rule
from wflint_rules.events.witnesses import explained, is_never_kept, let_in, ordinary_jobs, place_words, reason_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import CompiledJob, Context, Place


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

    A job that only waits for such jobs follows from them. One whose own filter lets nothing in is switched off: info;
    one without a filter was not meant to be.
    """
    if not any(runs != "no" for runs in reach.workflow_runs):
        return
    dead = {job.name: position for position, job in ordinary_jobs(reach) if is_never_kept(reach, position)}
    alive = {job.place for _, job in ordinary_jobs(reach) if job.name not in dead}
    reported: set[Place] = set()
    for name, position in dead.items():
        job = reach.workflow.jobs[position]
        # Of a matrix that never runs, the first instance stands for all.
        shown = job.alias if job.alias is not None and job.place not in alive else name
        if (job.place in reported and shown != name) or _follows(job, dead):
            continue
        reported.add(job.place)
        cell = next(let_in(reach, position), None)
        if cell is not None:
            yield _problem(reach, job, shown, cell)
        elif job.filters is None:
            message = f"job `{shown}` never runs: its workflow is for tags only, and a job without filters for branches"
            yield Problem(job.place, message, help="write `filters: {tags: {only: /.*/}}`")
        elif not _may_be_let_in(reach, position):
            message = f"job `{shown}` never runs: its filters let no branch and no tag in"
            yield Problem(job.filters.node.place, message, severity=Severity.INFO)


def _may_be_let_in(reach: WorkflowReach, job: int) -> bool:
    """Whether a job's own filters let in some event for which its workflow exists, as far as is known."""
    answers = zip(reach.workflow_runs, reach.passes, strict=True)
    return any(runs != "no" and passes[job] is not False for runs, passes in answers)


def _follows(job: CompiledJob, dead: dict[str, int]) -> bool:
    names = [name for requirement in job.requires for name in requirement.jobs]
    return bool(names) and all(name in dead for name in names)


def _problem(reach: WorkflowReach, job: CompiledJob, shown: str, cell: int) -> Problem:
    event = reach.cells[cell]
    reason = reason_of(reach, cell, job)
    because = f": {place_words(event)} {reason.message}" if reason is not None else ""
    return Problem(
        job.place,
        f"job `{shown}` never runs{because}",
        related=explained(reason) if reason is not None else (),
        help="let the jobs it requires run for the same branches and tags",
    )
