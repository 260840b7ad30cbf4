"""A job asks for fixed IP addresses where they are not to be had."""

from __future__ import annotations

from wflint import CompiledWorkflow, Problem, Related, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import CompiledBody, CompiledJob, CompiledScalar, Context


@rule(
    "ip-ranges-conflict",
    summary="A job asks for CircleCI's IP ranges on a machine or beside a remote Docker",
    on=CompiledWorkflow,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/guides/security/ip-ranges/",
)
def ip_ranges_conflict(workflow: CompiledWorkflow, _: Context) -> Iterator[Problem]:
    """Only where the value is surely true and the executor or the step surely there."""
    for job in workflow.jobs:
        asked = job.body.data.scalar("circleci_ip_ranges") if job.body is not None else None
        if job.body is not None and asked is not None and asked.data is True:
            yield from _problems(job, job.body, asked)


def _problems(job: CompiledJob, body: CompiledBody, asked: CompiledScalar) -> Iterator[Problem]:
    if body.executor in {"machine", "macos"}:
        message = f"job `{job.name}` runs on `{body.executor}`, where `circleci_ip_ranges` makes it fail"
        yield Problem(asked.place, message, help="IP ranges are for jobs with `docker`", frame=asked.frame)
    for step in body.steps:
        if step.name == "setup_remote_docker" and not step.guards and not step.is_opaque:
            yield Problem(
                asked.place,
                f"job `{job.name}` has a remote Docker, which `circleci_ip_ranges` makes fail",
                related=(Related(step.place, "the remote Docker is set up here"),),
                help="leave one of the two out",
                frame=asked.frame,
            )
