"""YAML reads an unquoted value as something else than what is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint import Config, Severity, rule
from wflint_rules.shape.faults import faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context, Problem


@rule(
    "lossy-scalar",
    summary="YAML reads an unquoted value as something else than what is written",
    on=Config,
    severity=Severity.WARNING,
    since="0.1",
    source="https://yaml.org/type/",
)
def lossy_scalar(config: Config, _context: Context) -> Iterator[Problem]:
    """Unquoted numbers and booleans that come out changed."""
    return faults(config, "lossy-scalar")
