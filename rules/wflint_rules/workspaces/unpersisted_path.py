"""A path read from the attached workspace that nobody persisted, though somebody persisted nearly that."""

from __future__ import annotations

from wflint import Problem, Related, Severity, Workspaces, rule, script_place, suspect_readers, unpersisted_paths

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context, JobWorkspace, Unpersisted


@rule(
    "unpersisted-path",
    summary="A path read from the workspace is nearly, but not quite, one that was persisted",
    on=Workspaces,
    severity=Severity.WARNING,
    absence=True,
    since="0.1",
    source="https://circleci.com/docs/guides/orchestrate/workspaces/",
)
def unpersisted_path(workspaces: Workspaces, _: Context) -> Iterator[Problem]:
    """Information only where the path is right but for the root's own name before it."""
    for workflow in workspaces.workflows:
        for position in suspect_readers(workflow):
            for found in unpersisted_paths(workflow, position):
                yield _problem(workflow.jobs[position], found)


def _problem(job: JobWorkspace, found: Unpersisted) -> Problem:
    owner, entry = found.owner.job.name, found.path.value
    if found.root is None:
        message = f"`{found.read.path}` is read in job `{job.job.name}`, but `{owner}` persists `{entry.text}`"
        advice = "use one name in both jobs"
    else:
        message = (
            f"`{found.read.path}` is read in job `{job.job.name}`, but what `{owner}` persists lies in "
            f"`{found.attach.directory}` itself: the root `{found.root}` is no part of the paths"
        )
        advice = f"attach at `{found.root}`, or persist `{found.root}/{entry.text}` with its parent as root"
    return Problem(
        script_place(found.script, found.read),
        message,
        related=(Related(entry.place, f"`{owner}` persists this"),),
        help=advice,
        severity=None if found.root is None else Severity.INFO,
        frame=found.script.step.frame,
    )
