"""Workflows that no event starts."""

from __future__ import annotations

from wflint import Problem, Severity, WorkflowReach, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context


@rule(
    "unreachable-workflow",
    summary="No event makes a workflow's condition true",
    on=WorkflowReach,
    severity=Severity.WARNING,
    absence=True,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#using-when-in-workflows",
)
def unreachable_workflow(reach: WorkflowReach, _: Context) -> Iterator[Problem]:
    """Conditions that no event and no parameter makes true; workflows with one that reads nothing are not compiled."""
    if not reach.cells or not reach.is_complete or any(runs != "no" for runs in reach.workflow_runs):
        return
    condition = reach.workflow.workflow.when or reach.workflow.workflow.unless
    if condition is not None:
        message = f"workflow `{reach.workflow.name}` never runs: no event and no parameter makes its condition true"
        yield Problem(condition.place, message)
