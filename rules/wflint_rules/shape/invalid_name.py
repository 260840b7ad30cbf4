"""A job, command, executor, parameter or orb has a name of the wrong form."""

from __future__ import annotations

from wflint import Config, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint import Context, Problem


@rule(
    "invalid-name",
    summary="A job, command, executor, parameter or orb has a name of the wrong form",
    on=Config,
    relays=True,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/",
)
def invalid_name(config: Config, context: Context) -> Sequence[Problem]:
    """Names that do not have the documented form."""
    return context.found(config, "invalid-name")
