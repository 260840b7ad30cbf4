"""An exclusion matches no combination of its matrix."""

from __future__ import annotations

from wflint import CompiledConfig, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint import Context, Problem


@rule(
    "matrix-exclude",
    summary="An exclusion matches no combination of its matrix",
    on=CompiledConfig,
    relays=True,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/guides/orchestrate/using-matrix-jobs/#excluding-sets-of-parameters-from-a-matrix",
)
def matrix_exclude(compiled: CompiledConfig, context: Context) -> Iterable[Problem]:
    """As the compiler finds them."""
    return context.found(compiled, "matrix-exclude")
