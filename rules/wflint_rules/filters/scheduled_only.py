"""Configs in which nothing but schedules starts anything."""

from __future__ import annotations

from wflint import Config, Problem, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context


@rule(
    "scheduled-only",
    summary="Every workflow has a schedule, so pushes run nothing",
    on=Config,
    severity=Severity.WARNING,
    absence=True,
    since="0.1",
    source="https://circleci.com/docs/guides/orchestrate/workflows/#scheduled-workflows",
)
def scheduled_only(config: Config, _: Context) -> Iterator[Problem]:
    """One problem a config, at its first workflow; a job called `build` that nobody invokes is named."""
    workflows = tuple(config.workflows.values())
    if not workflows or any(workflow.triggers is None for workflow in workflows):
        return
    invoked = {invocation.job.value for workflow in workflows for invocation in workflow.invocations}
    advice = None
    if "build" in config.jobs and "build" not in invoked:
        advice = "job `build` runs by itself only in a config without workflows; invoke it in one without `triggers`"
    message = "every workflow has `triggers`, so no push, pull request or API call runs anything"
    yield Problem(workflows[0].name.place, message, help=advice)
