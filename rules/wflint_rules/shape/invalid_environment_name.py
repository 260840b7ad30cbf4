"""A variable has a name that shells cannot read."""

from __future__ import annotations

from wflint import Config, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint import Context, Problem


@rule(
    "invalid-environment-name",
    summary="A variable has a name that shells cannot read",
    on=Config,
    relays=True,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/guides/security/set-environment-variable/",
)
def invalid_environment_name(config: Config, context: Context) -> Sequence[Problem]:
    """Names of variables of jobs, executors and steps."""
    return context.found(config, "invalid-environment-name")
