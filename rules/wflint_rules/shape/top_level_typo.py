"""A misspelt section is ignored by CircleCI."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint import Config, Severity, rule
from wflint_rules.shape.faults import faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context, Problem


@rule(
    "top-level-typo",
    summary="A misspelt section is ignored by CircleCI",
    on=Config,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/",
)
def top_level_typo(config: Config, _context: Context) -> Iterator[Problem]:
    """Top-level keys that look like a section and hold no anchor in use."""
    return faults(config, "top-level-typo")
