"""Instances of a matrix have the same name."""

from __future__ import annotations

from wflint import CompiledConfig, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint import Context, Problem


@rule(
    "matrix-collision",
    summary="Instances of a matrix have the same name",
    on=CompiledConfig,
    relays=True,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/guides/orchestrate/using-matrix-jobs/",
)
def matrix_collision(compiled: CompiledConfig, context: Context) -> Iterable[Problem]:
    """As the compiler finds them."""
    return context.found(compiled, "matrix-collision")
