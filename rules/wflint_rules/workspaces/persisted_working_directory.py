"""A whole working directory that is persisted."""

from __future__ import annotations

from wflint import Problem, Severity, Workspaces, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context


@rule(
    "persisted-working-directory",
    summary="The whole working directory is persisted",
    on=Workspaces,
    severity=Severity.INFO,
    since="0.1",
    source="https://circleci.com/docs/guides/orchestrate/workspaces/",
)
def persisted_working_directory(workspaces: Workspaces, _: Context) -> Iterator[Problem]:
    """The root is the job's working directory, and a path is `.` or `*`."""
    for workflow in workspaces.workflows:
        for job in workflow.jobs:
            for persist in job.persists:
                for path in persist.paths:
                    if path.pattern in {"", "*", "**"} and persist.directory == job.directory is not None:
                        yield Problem(
                            path.value.place,
                            f"`{path.value.text}` persists the whole working directory, "
                            "`.git` and installed packages included",
                            help="name what later jobs need; each of them downloads all of it",
                            frame=persist.step.frame,
                        )
