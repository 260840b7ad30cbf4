"""A key or step is deprecated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint import Config, Severity, rule
from wflint_rules.shape.faults import faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context, Problem


@rule(
    "deprecated-key",
    summary="A key or step is deprecated",
    on=Config,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/",
)
def deprecated_key(config: Config, _context: Context) -> Iterator[Problem]:
    """Keys and steps that CircleCI advises against."""
    return faults(config, "deprecated-key")
