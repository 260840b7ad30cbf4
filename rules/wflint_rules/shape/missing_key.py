"""A map lacks a key that CircleCI requires."""

from __future__ import annotations

from wflint import Config, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint import Context, Problem


@rule(
    "missing-key",
    summary="A map lacks a key that CircleCI requires",
    on=Config,
    relays=True,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/",
)
def missing_key(config: Config, context: Context) -> Sequence[Problem]:
    """Keys that are required and absent."""
    return context.found(config, "missing-key")
