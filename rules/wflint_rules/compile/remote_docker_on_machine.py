"""A job that does not run in a container asks for a remote Docker."""

from __future__ import annotations

from wflint import CompiledWorkflow, Problem, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context


@rule(
    "remote-docker-on-machine",
    summary="A job on a machine sets up a remote Docker, which only jobs in containers may",
    on=CompiledWorkflow,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/guides/execution-managed/building-docker-images/",
)
def remote_docker_on_machine(workflow: CompiledWorkflow, _: Context) -> Iterator[Problem]:
    """Certain steps only: one under an undecided condition may not be there."""
    for step, jobs in workflow.steps("setup_remote_docker"):
        for job in jobs if not step.guards and not step.is_opaque else ():
            executor = job.body.executor if job.body is not None else None
            if executor in {"machine", "macos"}:
                yield Problem(
                    step.place,
                    f"job `{job.name}` runs on `{executor}`, where there is no remote Docker to set up",
                    help="remove the step: Docker is there" if executor == "machine" else "use a job with `machine`",
                    frame=step.frame,
                )
