"""A call leaves out an argument that is required."""

from __future__ import annotations

from wflint import CompiledConfig, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint import Context, Problem


@rule(
    "missing-argument",
    summary="A call leaves out an argument that is required",
    on=CompiledConfig,
    relays=True,
    severity=Severity.ERROR,
    absence=True,
    since="0.1",
    source="https://circleci.com/docs/guides/orchestrate/pipeline-variables/#pipeline-parameter-scope",
)
def missing_argument(compiled: CompiledConfig, context: Context) -> Iterable[Problem]:
    """As the compiler finds them."""
    return context.found(compiled, "missing-argument")
