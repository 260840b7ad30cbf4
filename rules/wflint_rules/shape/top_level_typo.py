"""A misspelt section is ignored by CircleCI."""

from __future__ import annotations

from wflint import Config, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint import Context, Problem


@rule(
    "top-level-typo",
    summary="A misspelt section is ignored by CircleCI",
    on=Config,
    relays=True,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/",
)
def top_level_typo(config: Config, context: Context) -> Sequence[Problem]:
    """Top-level keys that look like a section and hold no anchor in use."""
    return context.found(config, "top-level-typo")
