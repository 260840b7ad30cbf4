"""A job or job group that no workflow runs."""

from __future__ import annotations

from wflint import Config, Problem, Scalar, Sequence, Severity, rule
from wflint_rules.unused.mentions import is_judged, mentions_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context, Job, Mapping, Workflow


@rule(
    "unused-job",
    summary="A job or job group is in no workflow",
    on=Config,
    severity=Severity.INFO,
    absence=True,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#workflows",
)
def unused_job(config: Config, _: Context) -> Iterator[Problem]:
    """Without any workflow CircleCI runs `build` alone; a body that others repeat by an anchor is a template."""
    if not is_judged(config) or config.root is None or not all(map(_is_understood, config.workflows.values())):
        return
    used = _invoked(config)
    if any("<<" in name for name in used):
        return
    for name, job in config.jobs.items():
        if name not in used and not _is_template(job, config.root):
            yield Problem(
                job.name.place, f"job `{name}` is in no workflow, so it never runs", help="add it to one or remove it"
            )
    for name, group in config.job_groups.items():
        if name not in used:
            message = f"job group `{name}` is in no workflow, so its jobs do not run for it"
            yield Problem(group.name.place, message, help="add it to one or remove it")


def _is_understood(workflow: Workflow) -> bool:
    jobs = workflow.node.get("jobs") if not isinstance(workflow.node, Scalar | Sequence) else None
    return isinstance(jobs, Sequence) and len(jobs.items) == len(workflow.invocations)


def _invoked(config: Config) -> set[str]:
    """The names that are invoked by a workflow or a job group, or that a job's body refers to."""
    if not config.workflows:
        return {"build"} if "build" in config.jobs else {*config.jobs, *config.job_groups}
    names = {invocation.job.value for workflow in config.workflows.values() for invocation in workflow.invocations}
    names |= {invocation.job.value for group in config.job_groups.values() for invocation in group.invocations}
    return names | {job.node.value for job in config.jobs.values() if isinstance(job.node, Scalar)}


def _is_template(job: Job, root: Mapping) -> bool:
    return job.node.anchor is not None and id(job.node) in mentions_of(root).aliased
