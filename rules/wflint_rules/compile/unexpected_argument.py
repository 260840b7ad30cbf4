"""A call gives an argument that is not declared."""

from __future__ import annotations

from wflint import CompiledConfig, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint import Context, Problem


@rule(
    "unexpected-argument",
    summary="A call gives an argument that is not declared",
    on=CompiledConfig,
    relays=True,
    severity=Severity.ERROR,
    absence=True,
    since="0.1",
    source="https://circleci.com/docs/guides/orchestrate/pipeline-variables/#pipeline-parameter-scope",
)
def unexpected_argument(compiled: CompiledConfig, context: Context) -> Iterable[Problem]:
    """As the compiler finds them."""
    return context.found(compiled, "unexpected-argument")
