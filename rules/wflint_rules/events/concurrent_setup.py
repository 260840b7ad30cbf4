"""Setup pipelines in which more than one workflow runs."""

from __future__ import annotations

from wflint import CompiledConfig, Problem, Related, Scalar, Severity, rule
from wflint_rules.events.witnesses import place_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context

_MOST_EVENTS = 64


@rule(
    "concurrent-setup",
    summary="A setup config runs two workflows for one event",
    on=CompiledConfig,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/guides/orchestrate/dynamic-config/",
)
def concurrent_setup(compiled: CompiledConfig, _: Context) -> Iterator[Problem]:
    """The first event for which two workflows of a config with `setup: true` run."""
    root = compiled.config.root
    setup = root.get("setup") if root is not None else None
    if not isinstance(setup, Scalar) or setup.value not in {"true", "True", "TRUE"} or len(compiled.workflows) < 2:
        return
    from wflint import WorkflowReach

    reaches = [WorkflowReach(compiled.config, workflow) for workflow in compiled.workflows]
    for event in dict.fromkeys(event for reach in reaches for event in reach.cells[:_MOST_EVENTS]):
        running = [reach.workflow for reach in reaches if "yes" in reach.runs_for(event)]
        if len(running) > 1:
            first, second = running[:2]
            message = (
                f"{place_words(event)} both workflows `{first.name}` and `{second.name}` run,"
                " and a setup pipeline may run one only"
            )
            related = (Related(first.workflow.name.place, f"workflow `{first.name}`"),)
            advice = "give them conditions that exclude each other"
            yield Problem(second.workflow.name.place, message, related=related, help=advice)
            return
