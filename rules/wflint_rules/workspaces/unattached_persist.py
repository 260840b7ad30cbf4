"""A job that persists to a workspace which no later job attaches."""

from __future__ import annotations

from wflint import Problem, Severity, Workspaces, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context, WorkflowWorkspaces


@rule(
    "unattached-persist",
    summary="A job persists to a workspace that no job after it attaches",
    on=Workspaces,
    severity=Severity.INFO,
    absence=True,
    since="0.1",
    source="https://circleci.com/docs/guides/orchestrate/workspaces/",
)
def unattached_persist(workspaces: Workspaces, _: Context) -> Iterator[Problem]:
    """A step that serves several workflows is reported only if none of them attaches what it persists."""
    used = {
        persist.step.place
        for workflow in workspaces.workflows
        for job in workflow.members(_attached(workflow))
        for persist in job.persists
    }
    for workflow in workspaces.workflows:
        for job in workflow.jobs:
            for persist in job.persists:
                if persist.is_sure and persist.step.place not in used:
                    yield Problem(
                        persist.step.place,
                        f"job `{job.job.name}` persists to the workspace, but no job after it attaches it",
                        help="attach it in a job that requires this one, or keep the files as artifacts",
                        frame=persist.step.frame,
                    )


def _attached(workflow: WorkflowWorkspaces) -> int:
    """The jobs whose layers another job attaches, or may."""
    if not workflow.is_complete or workflow.open_ended:
        return (1 << len(workflow.jobs)) - 1
    attached = 0
    for position, job in enumerate(workflow.jobs):
        if job.attaches or job.is_opaque:
            attached |= workflow.before[position]
    return attached
