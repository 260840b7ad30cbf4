"""A key or list item has no value."""

from __future__ import annotations

from wflint import Config, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint import Context, Problem


@rule(
    "empty-value",
    summary="A key or list item has no value",
    on=Config,
    relays=True,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/",
)
def empty_value(config: Config, context: Context) -> Sequence[Problem]:
    """Keys and items that are written without a value and need one."""
    return context.found(config, "empty-value")
