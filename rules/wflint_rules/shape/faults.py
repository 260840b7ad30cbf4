"""The faults of shape that the walk over the specification found, by rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Config, Problem


def faults(config: Config, rule: str) -> Iterator[Problem]:
    """Those of one rule, in the order of the text."""
    return (problem for problem in config.problems if problem.kind == rule)
