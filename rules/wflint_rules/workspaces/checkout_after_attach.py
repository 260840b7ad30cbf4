"""A checkout into a directory that an attached workspace has filled."""

from __future__ import annotations

from wflint import (
    CompiledMapping,
    CompiledScalar,
    Problem,
    Related,
    Severity,
    Workspaces,
    covers,
    relative_to,
    resolve_path,
    rule,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wflint import Attach, CompiledStep, Context, JobWorkspace, WorkflowWorkspaces


@rule(
    "checkout-after-attach",
    summary="The code is checked out into a directory that an attached workspace has filled",
    on=Workspaces,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#checkout",
)
def checkout_after_attach(workspaces: Workspaces, _: Context) -> Iterator[Problem]:
    """Silent if a script ran before, if the code was checked out before, or if the workspace may hold a repository."""
    for workflow in workspaces.workflows:
        for position, job in enumerate(workflow.jobs):
            problems = list(_problems(job)) if job.attaches and not job.is_opaque else ()
            if problems and not _may_hold_repository(workflow, position):
                yield from problems


def _problems(job: JobWorkspace) -> Iterator[Problem]:
    steps = job.job.body.steps if job.job.body is not None else ()
    for attach in job.attaches:
        index = steps.index(attach.step)
        following = next((step for step in steps[index:] if step.name in {"checkout", "run"}), None)
        if following is None or following.name == "run" or not _is_untouched(steps[:index]):
            continue
        target = resolve_path(job.directory, _checkout_path(following))
        if target is not None and _fills(attach, target) and not following.guards:
            yield Problem(
                following.place,
                f"`checkout` in job `{job.job.name}` fails, since the workspace is attached in its directory before",
                related=(Related(attach.step.place, "attached here"),),
                help="check out first, or attach to another directory",
                frame=following.frame,
            )


def _may_hold_repository(workflow: WorkflowWorkspaces, position: int) -> bool:
    """Whether a layer may bring a `.git`, or none may come at all."""
    owners = list(workflow.members(workflow.before[position]))
    persists = [persist for owner in owners for persist in owner.persists]
    return (
        not workflow.is_before_known(position)
        or any(owner.is_opaque for owner in owners)
        or not any(persist.is_sure for persist in persists)
        or not all(persist.is_complete for persist in persists)
        or any(covers(path.pattern, ".git") for persist in persists for path in persist.paths)
    )


def _is_untouched(steps: Sequence[CompiledStep]) -> bool:
    """Whether no step before can have made the directory a repository."""
    return all(step.name in {"setup_remote_docker", "add_ssh_keys", "attach_workspace"} for step in steps)


def _checkout_path(step: CompiledStep) -> str:
    path = step.body.get("path") if isinstance(step.body, CompiledMapping) else None
    if path is None:
        return "."
    return (path.text if isinstance(path, CompiledScalar) else None) or "$"


def _fills(attach: Attach, target: str) -> bool:
    return attach.is_sure and attach.directory is not None and relative_to(attach.directory, target) is not None
