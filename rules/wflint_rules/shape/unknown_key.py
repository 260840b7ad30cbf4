"""A map has a key that CircleCI does not know."""

from __future__ import annotations

from wflint import Config, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint import Context, Problem


@rule(
    "unknown-key",
    summary="A map has a key that CircleCI does not know",
    on=Config,
    relays=True,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/",
)
def unknown_key(config: Config, context: Context) -> Sequence[Problem]:
    """Keys that the specification does not know where they stand."""
    return context.found(config, "unknown-key")
