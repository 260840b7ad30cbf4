"""A value is none of those that a key accepts."""

from __future__ import annotations

from wflint import Config, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint import Context, Problem


@rule(
    "wrong-value",
    summary="A value is none of those that a key accepts",
    on=Config,
    relays=True,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/",
)
def wrong_value(config: Config, context: Context) -> Sequence[Problem]:
    """Values outside the list, range or syntax of their key."""
    return context.found(config, "wrong-value")
