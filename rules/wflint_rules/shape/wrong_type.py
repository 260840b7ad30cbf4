"""A list, map or text stands where something else belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint import Config, Severity, rule
from wflint_rules.shape.faults import faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context, Problem


@rule(
    "wrong-type",
    summary="A list, map or text stands where something else belongs",
    on=Config,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/",
)
def wrong_type(config: Config, _context: Context) -> Iterator[Problem]:
    """Values of another type than the key takes."""
    return faults(config, "wrong-type")
