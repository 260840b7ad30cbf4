"""Cron expressions that CircleCI does not support."""

from __future__ import annotations

from wflint import Edit, Fix, Problem, Severity, Workflow, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context, CronFault, Scalar


@rule(
    "invalid-cron",
    summary="A schedule's `cron` is not what CircleCI supports",
    on=Workflow,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/guides/orchestrate/workflows/#specifying-a-valid-schedule",
)
def invalid_cron(workflow: Workflow, _: Context) -> Iterator[Problem]:
    """Whatever the documentation rules out; what it merely does not mention is a warning."""
    for trigger in workflow.triggers or ():
        if trigger.cron is not None and "<<" not in trigger.cron.value:
            from wflint import cron_faults

            for fault in cron_faults(trigger.cron.value):
                yield _problem(trigger.cron, fault)


def _problem(cron: Scalar, fault: CronFault) -> Problem:
    from wflint import place_in

    place = place_in(cron, fault.start, fault.end)
    stretch = cron.value[fault.start : fault.end]
    replaced = fault.replacement
    is_literal = place.source.text[place.span.start : place.span.end] == stretch
    return Problem(
        place,
        fault.message,
        help=None if replaced is None else f"write `{replaced}`",
        fix=Fix(f"write `{replaced}`", (Edit(place.span, replaced),), safe=False) if replaced and is_literal else None,
        severity=None if fault.is_certain else Severity.WARNING,
    )
