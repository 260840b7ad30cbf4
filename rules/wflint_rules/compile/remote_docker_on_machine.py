"""A job that does not run in a container asks for a remote Docker."""

from __future__ import annotations

from wflint import CompiledJob, Problem, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context


@rule(
    "remote-docker-on-machine",
    summary="A job on a machine sets up a remote Docker, which only jobs in containers may",
    on=CompiledJob,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/guides/execution-managed/building-docker-images/",
)
def remote_docker_on_machine(job: CompiledJob, _context: Context) -> Iterator[Problem]:
    """Certain steps only: one under an undecided condition may not be there."""
    body = job.body
    if body is None or body.executor not in {"machine", "macos"}:
        return
    for step in body.steps:
        if step.name == "setup_remote_docker" and not step.guards and not step.is_opaque:
            yield Problem(
                step.place,
                f"job `{job.name}` runs on `{body.executor}`, where there is no remote Docker to set up",
                help="remove the step: Docker is there" if body.executor == "machine" else "use a job with `machine`",
                frame=step.frame,
            )
