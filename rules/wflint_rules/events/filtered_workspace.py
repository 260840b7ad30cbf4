"""Jobs that attach a workspace for events that leave out all who persist to it."""

from __future__ import annotations

from wflint import Problem, Related, Severity, WorkflowReach, rule
from wflint_rules.events.witnesses import first_at_each_place, place_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wflint import Attach, CompiledJob, Context, JobWorkspace, PlannedWorkflow


@rule(
    "filtered-workspace",
    summary="A job attaches a workspace though all jobs that persist to it are left out",
    on=WorkflowReach,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/guides/orchestrate/workspaces/",
)
def filtered_workspace(reach: WorkflowReach, _: Context) -> Iterator[Problem]:
    """Each such job once, with the first event that shows it; silent where it is not known who comes before it."""
    if not any(True for _ in reach.workflow.steps("attach_workspace")):
        return
    from wflint import workspaces_of

    workspaces = workspaces_of(reach.workflow)
    persisting = workspaces.persisting
    for position, job in first_at_each_place(reach):
        attach = next((each for each in workspaces.jobs[position].attaches if each.is_sure), None)
        if attach is None or not workspaces.is_before_known(position):
            continue
        before = list(workspaces.members(workspaces.before[position] & persisting))
        for cell in range(len(reach.cells)) if before else ():
            if reach.runs(cell, position) == "yes" and _is_cut_off(reach.planned(cell), job, before):
                yield _problem(reach, cell, job, attach, before)
                break


def _is_cut_off(planned: PlannedWorkflow, job: CompiledJob, persisting: Sequence[JobWorkspace]) -> bool:
    """Whether none of the jobs that persist comes before a job any more."""
    jobs = {each.name: each for each in planned.jobs}
    seen = {job.name}
    waiting = [job.name]
    while waiting:
        current = jobs[waiting.pop()]
        left = [name for name in current.requires if name not in seen]
        seen.update(left)
        waiting += left
    return not any(each.job.name in seen for each in persisting)


def _problem(
    reach: WorkflowReach, cell: int, job: CompiledJob, attach: Attach, persisting: Sequence[JobWorkspace]
) -> Problem:
    planned = reach.planned(cell)
    found = [planned.job(each.job.name) for each in persisting[:3]]
    reasons = [each.reason for each in found if each is not None and each.reason is not None]
    who = (
        f"`{persisting[0].job.name}`, which persists to it, does"
        if len(persisting) == 1
        else f"the {len(persisting)} jobs that persist to it do"
    )
    return Problem(
        attach.step.place,
        f"{place_words(reach.cells[cell])} job `{job.name}` attaches an empty workspace: {who} not run before it",
        related=tuple(
            Related(reason.place, f"`{reason.subject}`: {reason.message}")
            for reason in reasons
            if reason.place is not None
        ),
        help="give both the same filters",
        frame=attach.step.frame,
    )
