"""A list, map or text stands where something else belongs."""

from __future__ import annotations

from wflint import Config, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint import Context, Problem


@rule(
    "wrong-type",
    summary="A list, map or text stands where something else belongs",
    on=Config,
    relays=True,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/",
)
def wrong_type(config: Config, context: Context) -> Sequence[Problem]:
    """Values of another type than the key takes."""
    return context.found(config, "wrong-type")
