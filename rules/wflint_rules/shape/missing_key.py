"""A map lacks a key that CircleCI requires."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint import Config, Severity, rule
from wflint_rules.shape.faults import faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context, Problem


@rule(
    "missing-key",
    summary="A map lacks a key that CircleCI requires",
    on=Config,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/",
)
def missing_key(config: Config, _context: Context) -> Iterator[Problem]:
    """Keys that are required and absent."""
    return faults(config, "missing-key")
