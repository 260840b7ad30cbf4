"""A condition that is the same for all values of what it reads."""

from __future__ import annotations

from wflint import Config, Problem, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import ConstantCondition, Context


@rule(
    "constant-condition",
    summary="A condition always holds, or never",
    on=Config,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#logic-statements",
)
def constant_condition(config: Config, context: Context) -> Iterator[Problem]:
    """What reads nothing, or has `true` or `false` written into it, is meant so: information."""
    texts = [source.text for source in context.document.sources]
    if not any("when" in text or "unless" in text for text in texts):
        return
    from wflint import constant_conditions

    for found in constant_conditions(config):
        what = "is a text, and so" if found.is_text else "is"
        yield Problem(
            found.node.place,
            f"this condition {what} always {'true' if found.value else 'false'}, so {_effect(found)}",
            help=_help(found),
            severity=Severity.INFO if found.is_meant else None,
        )


def _help(found: ConstantCondition) -> str | None:
    if found.is_text:
        return "write `<< parameters.name >>`, or `true` or `false` without quotes"
    return None if found.is_meant else "compare what is read with a value that it can have"


def _effect(found: ConstantCondition) -> str:
    if found.workflow is not None:
        name = f"workflow `{found.workflow.name.value}`"
        return f"it says nothing of {name}" if found.holds else f"{name} never runs"
    return "its steps are always there" if found.holds else "its steps are never there"
