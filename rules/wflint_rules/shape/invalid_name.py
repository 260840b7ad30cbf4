"""A job, command, executor, parameter or orb has a name of the wrong form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint import Config, Severity, rule
from wflint_rules.shape.faults import faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context, Problem


@rule(
    "invalid-name",
    summary="A job, command, executor, parameter or orb has a name of the wrong form",
    on=Config,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/",
)
def invalid_name(config: Config, _context: Context) -> Iterator[Problem]:
    """Names that do not have the documented form."""
    return faults(config, "invalid-name")
