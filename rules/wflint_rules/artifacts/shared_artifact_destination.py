"""Two files of one job stored under one destination."""

from __future__ import annotations

from wflint import CompiledMapping, CompiledWorkflow, Problem, Related, Severity, is_file_path, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import CompiledJob, CompiledScalar, CompiledStep, Context


@rule(
    "shared-artifact-destination",
    summary="Artifacts are stored under one destination twice, so the later ones replace equal names",
    on=CompiledWorkflow,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#storeartifacts",
)
def shared_artifact_destination(workflow: CompiledWorkflow, _: Context) -> Iterator[Problem]:
    """Two files surely replace each other; of directories nobody knows, so that is information only."""
    named = [jobs for step, jobs in workflow.steps("store_artifacts") if _has_destination(step)]
    for job in workflow.jobs if len(named) > 1 else ():
        yield from _problems(job)


def _has_destination(step: CompiledStep) -> bool:
    return isinstance(step.body, CompiledMapping) and step.body.get("destination") is not None


def _problems(job: CompiledJob) -> Iterator[Problem]:
    seen: dict[str, tuple[CompiledScalar, str]] = {}
    for step in job.body.steps if job.body is not None else ():
        if step.name != "store_artifacts" or not isinstance(step.body, CompiledMapping) or step.guards:
            continue
        destination, path = step.body.scalar("destination"), step.body.text("path")
        if destination is None or destination.text is None or path is None:
            continue
        first, first_path = seen.setdefault(destination.text.strip("/"), (destination, path))
        if first is destination or first_path == path:
            continue
        are_files = is_file_path(first_path) and is_file_path(path)
        yield Problem(
            destination.place,
            f"`{first_path}` and `{path}` are both stored as `{destination.text}`, so the later "
            + ("replaces the other" if are_files else "replaces files of equal names"),
            related=(Related(first.place, "used first here"),),
            help="give each its own destination",
            severity=None if are_files else Severity.INFO,
            frame=step.frame,
        )
