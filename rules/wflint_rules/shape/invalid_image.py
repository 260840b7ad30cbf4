"""A Docker image is not written as Docker reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint import Config, Severity, rule
from wflint_rules.shape.faults import faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context, Problem


@rule(
    "invalid-image",
    summary="A Docker image is not written as Docker reads it",
    on=Config,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#docker",
)
def invalid_image(config: Config, _context: Context) -> Iterator[Problem]:
    """Image references that no registry can have."""
    return faults(config, "invalid-image")
