"""Tag filters without effect, because what the job requires runs for no tag."""

from __future__ import annotations

from wflint import Problem, Severity, WorkflowReach, rule
from wflint_rules.events.witnesses import explained, first_at_each_place, is_never_kept, let_in, reason_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import CompiledJob, Context, Place


@rule(
    "unreachable-tag",
    summary="A job's filter lets tags in, and what it requires does not run for them",
    on=WorkflowReach,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#tags",
)
def unreachable_tag(reach: WorkflowReach, _: Context) -> Iterator[Problem]:
    """Jobs that run on branches, have a filter for tags, and are left out for every tag it lets in.

    A job is not reported if all that it requires has the same fault.
    """
    for position, job in first_at_each_place(reach):
        place = _tag_filter(job)
        if place is None or is_never_kept(reach, position):
            continue
        cells = [cell for cell in let_in(reach, position) if reach.cells[cell].tag is not None]
        if cells and all(reach.keeps(cell, position) is False for cell in cells) and not _follows(reach, cells[0], job):
            reason = reason_of(reach, cells[0], job)
            if reason is not None:
                tag = reach.cells[cells[0]].tag
                yield Problem(
                    place,
                    f"no tag runs job `{job.name}`, though its filter lets in tags such as `{tag}`: {reason.message}",
                    related=explained(reason),
                    help="give the jobs it requires a filter for the same tags",
                )


def _follows(reach: WorkflowReach, cell: int, job: CompiledJob) -> bool:
    """Whether all that a job requires is let in too, so that what keeps it out lies further up."""
    names = {name for requirement in job.requires for name in requirement.jobs}
    return all(
        passes for other, passes in zip(reach.workflow.jobs, reach.passes[cell], strict=True) if other.name in names
    )


def _tag_filter(job: CompiledJob) -> Place | None:
    if job.filters is None:
        return None
    if job.filters.expression is not None:
        return job.filters.expression.place if "pipeline.git.tag" in job.filters.expression.value else None
    return None if job.filters.tags is None else job.filters.tags.node.place
