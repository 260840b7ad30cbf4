"""Approvals that no job waits for."""

from __future__ import annotations

from wflint import CompiledWorkflow, Problem, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context


@rule(
    "unneeded-approval",
    summary="No job requires an approval, so it holds nothing back",
    on=CompiledWorkflow,
    severity=Severity.WARNING,
    absence=True,
    since="0.1",
    source="https://circleci.com/docs/guides/orchestrate/workflows/#holding-a-workflow-for-a-manual-approval",
)
def unneeded_approval(workflow: CompiledWorkflow, _: Context) -> Iterator[Problem]:
    """Approvals at the end of a workflow; silent where a requirement stands for nothing, or may stand for anything."""
    requirements = [requirement for job in workflow.jobs for requirement in job.requires]
    if not workflow.is_complete or not all(requirement.is_known and requirement.jobs for requirement in requirements):
        return
    needed = {name for requirement in requirements for name in requirement.jobs}
    for job in workflow.jobs:
        if job.type == "approval" and job.name not in needed:
            message = f"no job requires the approval `{job.name}`, so it holds nothing back and stays open"
            advice = "let the jobs that are to wait for it require it"
            yield Problem(job.place, message, help=advice)
