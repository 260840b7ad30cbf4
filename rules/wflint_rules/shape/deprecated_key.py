"""A key or step is deprecated."""

from __future__ import annotations

from wflint import Config, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint import Context, Problem


@rule(
    "deprecated-key",
    summary="A key or step is deprecated",
    on=Config,
    relays=True,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/",
)
def deprecated_key(config: Config, context: Context) -> Sequence[Problem]:
    """Keys and steps that CircleCI advises against."""
    return context.found(config, "deprecated-key")
