"""A Docker image of the unmaintained `circleci/` namespace is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint import Config, Severity, rule
from wflint_rules.shape.faults import faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context, Problem


@rule(
    "legacy-image",
    summary="A Docker image of the unmaintained `circleci/` namespace is used",
    on=Config,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/guides/execution-managed/circleci-images/",
)
def legacy_image(config: Config, _context: Context) -> Iterator[Problem]:
    """Images that CircleCI replaced by `cimg/`."""
    return faults(config, "legacy-image")
