"""A template reads a parameter or matrix value that is not declared where it stands."""

from __future__ import annotations

from wflint import CompiledConfig, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint import Context, Problem


@rule(
    "unknown-parameter",
    summary="A template reads a parameter or matrix value that is not declared where it stands",
    on=CompiledConfig,
    relays=True,
    severity=Severity.ERROR,
    absence=True,
    since="0.1",
    source="https://circleci.com/docs/guides/orchestrate/pipeline-variables/#the-scope-of-parameters",
)
def unknown_parameter(compiled: CompiledConfig, context: Context) -> Iterable[Problem]:
    """As the compiler finds them."""
    return context.found(compiled, "unknown-parameter")
