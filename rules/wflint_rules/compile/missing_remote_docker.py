"""A job in a container uses Docker, and there is none."""

from __future__ import annotations

from wflint import CompiledMapping, CompiledWorkflow, Problem, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import CompiledJob, Context, Place
    from wflint_rules.compile.docker_calls import Unanswered


@rule(
    "missing-remote-docker",
    summary="A job in a container uses Docker without `setup_remote_docker`",
    on=CompiledWorkflow,
    severity=Severity.WARNING,
    absence=True,
    since="0.1",
    source="https://circleci.com/docs/guides/execution-managed/building-docker-images/",
)
def missing_remote_docker(workflow: CompiledWorkflow, _: Context) -> Iterator[Problem]:
    """The first certain use in each job, once for a script; silent where something unknown or another daemon may help.

    A runner of one's own may give its containers a daemon.
    """
    suspects: dict[str, CompiledJob] = {}
    for step, jobs in workflow.steps("run"):
        command = step.body.text("command") if isinstance(step.body, CompiledMapping) else None
        if command is not None and "docker" in command and not step.guards:
            suspects.update({job.name: job for job in jobs})
    if not suspects:
        return
    from wflint import script_place
    from wflint_rules.compile.docker_calls import unanswered_call

    calls: dict[Place, list[tuple[CompiledJob, Unanswered]]] = {}
    for job in suspects.values():
        found = unanswered_call(job)
        if found is not None:
            calls.setdefault(script_place(found.script, found.call), []).append((job, found))
    for place, ((job, found), *others) in calls.items():
        more = f" (and so do {len(others)} more jobs)" if others else ""
        what = f"job `{job.name}` runs `{found.words}`"
        if found.is_late:
            message, advice = f"{what} before `setup_remote_docker`{more}", "move the step before it"
        else:
            message = f"{what} in a container without `setup_remote_docker`: no Docker daemon is there{more}"
            advice = "add the step `setup_remote_docker` before it, or let the job run on `machine`"
        yield Problem(place, message, help=advice, frame=found.script.step.frame)
