"""A variable in `environment` is an unquoted boolean."""

from __future__ import annotations

from wflint import Config, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint import Context, Problem


@rule(
    "boolean-variable",
    summary="A variable in `environment` is an unquoted boolean",
    on=Config,
    relays=True,
    severity=Severity.INFO,
    since="0.1",
    source="https://circleci.com/docs/reference/reusing-config/#boolean",
)
def boolean_variable(config: Config, context: Context) -> Sequence[Problem]:
    """Those that come out as they are written; others are changed, which is worse."""
    return context.found(config, "boolean-variable")
