"""Setup pipelines in which more than one workflow runs."""

from __future__ import annotations

from wflint import CompiledConfig, Problem, Related, Scalar, Severity, rule
from wflint_rules.events.witnesses import place_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wflint import Context, WorkflowReach

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
    """The first event for which two workflows of a setup config run; an error if no event runs one only."""
    root = compiled.config.root
    setup = root.get("setup") if root is not None else None
    if not isinstance(setup, Scalar) or setup.value not in {"true", "True", "TRUE"} or len(compiled.workflows) < 2:
        return
    from wflint import WorkflowReach

    reaches = [WorkflowReach(compiled.config, workflow) for workflow in compiled.workflows]
    events = list(dict.fromkeys(event for reach in reaches for event in reach.cells))[:_MOST_EVENTS]
    answers = [[(reach.workflow, reach.runs_for(event)) for reach in reaches] for event in events]
    together = [[workflow for workflow, runs in each if "yes" in runs] for each in answers]
    found = next(((event, two) for event, two in zip(events, together, strict=True) if len(two) > 1), None)
    if found is None:
        return
    event, (first, second, *_more) = found
    is_known = not any("unknown" in runs for each in answers for _, runs in each)
    is_always = is_known and all(len(each) != 1 for each in together) and _is_all(compiled, reaches)
    yield Problem(
        second.workflow.name.place,
        f"{'' if is_always else f'{place_words(event)} '}both workflows `{first.name}` and `{second.name}` run,"
        " and a setup pipeline may run one only",
        related=(Related(first.workflow.name.place, f"workflow `{first.name}`"),),
        help="give them conditions that exclude each other",
        severity=Severity.ERROR if is_always else None,
    )


def _is_all(compiled: CompiledConfig, reaches: Sequence[WorkflowReach]) -> bool:
    """Whether the events that were looked at stand for all others."""
    return compiled.is_complete and all(
        reach.is_complete and len(reach.cells) <= _MOST_EVENTS // len(reaches) for reach in reaches
    )
