"""Setup pipelines in which more than one workflow runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint import CompiledConfig, Problem, Related, Scalar, Severity, rule
from wflint_rules.events.witnesses import place_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context


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
    from wflint import WorkflowReach, plan

    for workflow in compiled.workflows:
        for event in WorkflowReach(compiled.config, workflow).cells:
            running = [each for each in plan(compiled, event).workflows if each.runs == "yes"]
            if len(running) > 1:
                first, second = running[:2]
                message = (
                    f"{place_words(event)} both workflows `{first.name}` and `{second.name}` run,"
                    " and a setup pipeline may run one only"
                )
                related = (Related(first.place, f"workflow `{first.name}`"),)
                advice = "give them conditions that exclude each other"
                yield Problem(second.place, message, related=related, help=advice)
                return
