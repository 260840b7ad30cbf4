"""A persisted path that no script of the job writes, though one writes nearly that."""

from __future__ import annotations

from wflint import Problem, Related, Severity, Workspaces, rule, script_place, unproduced_paths

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context, Unproduced


@rule(
    "unproduced-path",
    summary="A persisted path is nearly, but not quite, one that the job writes",
    on=Workspaces,
    severity=Severity.WARNING,
    absence=True,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#persisttoworkspace",
)
def unproduced_path(workspaces: Workspaces, _: Context) -> Iterator[Problem]:
    """An error where everything the job does before is understood, so that the path cannot be there."""
    for workflow in workspaces.workflows:
        for job in workflow.jobs:
            for unproduced in unproduced_paths(job) if job.persists else ():
                yield _problem(unproduced, is_certain=not workflow.is_off_by_default)


def _problem(found: Unproduced, *, is_certain: bool) -> Problem:
    fails = found.is_closed and len(found.persist.entries) == 1
    root = found.persist.root.text if found.persist.root is not None else "."
    return Problem(
        found.path.value.place,
        f"`{found.path.value.text}` below the root `{root}` is written by no step before"
        + (", so this step fails" if fails else f", but `{found.written.path}` is"),
        related=(Related(script_place(found.script, found.written), f"`{found.written.path}` is written here"),),
        help=f"did you mean `{found.written.path}`?",
        severity=Severity.ERROR if fails and is_certain else None,
        frame=found.persist.step.frame,
    )
