"""An approval with the name of a job: the job's steps do not run."""

from __future__ import annotations

from wflint import Config, Problem, Related, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context, Invocation


@rule(
    "approval-named-like-job",
    summary="An approval has the name of a job, whose steps it replaces",
    on=Config,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/guides/orchestrate/workflows/#hold-a-workflow-for-a-manual-approval",
)
def approval_named_like_job(config: Config, _: Context) -> Iterator[Problem]:
    """A warning in a workflow; in a job group that runs, CircleCI rejects it."""
    for workflow in config.workflows.values():
        for invocation in _approvals(workflow.invocations):
            job = config.jobs.get(invocation.job.value)
            if job is not None and job.type != "approval":
                yield Problem(
                    invocation.job.place,
                    f"approval `{invocation.job.value}` has the name of a job, whose steps do not run here",
                    related=(Related(job.name.place, "the job"),),
                    help="give the approval a name of its own, or remove `type: approval`",
                )
    invoked = {item.job.value for workflow in config.workflows.values() for item in workflow.invocations}
    for group in config.job_groups.values():
        for invocation in _approvals(group.invocations):
            job = config.jobs.get(invocation.job.value)
            if job is not None:
                yield Problem(
                    invocation.job.place,
                    f"approval `{invocation.job.value}` of job group `{group.name.value}` has the name of a job",
                    related=(Related(job.name.place, "the job"),),
                    help="give the approval a name of its own",
                    severity=Severity.ERROR if group.name.value in invoked else None,
                )


def _approvals(invocations: tuple[Invocation, ...]) -> Iterator[Invocation]:
    return (invocation for invocation in invocations if invocation.is_approval)
