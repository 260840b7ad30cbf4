"""A persisted path that does not lie below the root."""

from __future__ import annotations

from wflint import Problem, Related, Severity, Workspaces, normal_relative, relative_to, resolve_path, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import CompiledScalar, Context, JobWorkspace, Persist


@rule(
    "persist-outside-root",
    summary="A path that is persisted does not lie below the root",
    on=Workspaces,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#persisttoworkspace",
)
def persist_outside_root(workspaces: Workspaces, _: Context) -> Iterator[Problem]:
    """Absolute paths, `~` and `..` that leave the root."""
    for workflow in workspaces.workflows:
        for job in workflow.jobs:
            for persist in job.persists:
                for entry in persist.entries:
                    if entry.text is not None and "$" not in entry.text and normal_relative(entry.text) is None:
                        yield _problem(job, persist, entry, entry.text)


def _problem(job: JobWorkspace, persist: Persist, entry: CompiledScalar, text: str) -> Problem:
    is_only_tilde = text.startswith("~") and len(persist.paths) > 0
    root = persist.root.text if persist.root is not None else None
    if text.startswith("/"):
        what = "is absolute, but paths are relative to"
    elif text.startswith("~"):
        what = "is not the home directory here: paths are relative to"
    else:
        what = "leaves"
    return Problem(
        entry.place,
        f"persisted path `{text}` {what} the root" + (f" `{root}`" if root is not None else ""),
        related=(Related(persist.root.place, "the root"),) if persist.root is not None else (),
        help=_advice(job, persist, text),
        # A tilde that names nothing fails the step only if no other path does name something.
        severity=Severity.WARNING if is_only_tilde or not persist.is_sure else None,
        frame=persist.step.frame,
    )


def _advice(job: JobWorkspace, persist: Persist, text: str) -> str:
    target = resolve_path(job.directory, text) if text.startswith(("/", "~")) else None
    below = None if target is None or persist.directory is None else relative_to(target, persist.directory)
    if below is not None:
        return f"write `{below or '.'}`"
    return "choose a root that holds all paths, or copy the files below it first"
