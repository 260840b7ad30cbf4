"""A workflow with a schedule of its own in a setup config."""

from __future__ import annotations

from wflint import Config, Mapping, Problem, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context


@rule(
    "schedule-in-setup",
    summary="A workflow of a setup config has `triggers`, which setup configs cannot have",
    on=Config,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/guides/orchestrate/workflows/#specifying-a-valid-schedule",
)
def schedule_in_setup(config: Config, _: Context) -> Iterator[Problem]:
    """One problem a workflow, at the key."""
    if config.kind != "setup":
        return
    for workflow in config.workflows.values():
        entry = workflow.node.entry("triggers") if isinstance(workflow.node, Mapping) else None
        if entry is not None:
            message = f"workflow `{workflow.name.value}` of a setup config has `triggers`, which do not work there"
            advice = "create a schedule in the project's settings, and give the workflow a `when` for it"
            yield Problem(entry.key.place, message, help=advice)
