"""Schedules written in the config."""

from __future__ import annotations

from wflint import Mapping, Problem, Severity, Workflow, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context


@rule(
    "legacy-schedule",
    summary="A workflow has `triggers` of its own, which schedules of the project replace",
    on=Workflow,
    severity=Severity.INFO,
    since="0.1",
    source="https://circleci.com/docs/guides/orchestrate/migrate-scheduled-workflows-to-schedule-triggers/",
)
def legacy_schedule(workflow: Workflow, _: Context) -> Iterator[Problem]:
    """One problem a workflow, at the key."""
    entry = workflow.node.entry("triggers") if isinstance(workflow.node, Mapping) else None
    if entry is not None:
        message = f"workflow `{workflow.name.value}` has a schedule of its own, which only some projects can run"
        advice = "create a schedule in the project's settings, and give the workflow a `when` for it"
        yield Problem(entry.key.place, message, help=advice)
