"""A pipeline value that CircleCI no longer supports."""

from __future__ import annotations

from wflint import CompiledConfig, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint import Context, Problem


@rule(
    "deprecated-pipeline-value",
    summary="A pipeline value is read that CircleCI no longer supports",
    on=CompiledConfig,
    relays=True,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/reference/variables/#pipeline-values",
)
def deprecated_pipeline_value(compiled: CompiledConfig, context: Context) -> Iterable[Problem]:
    """As the compiler finds them."""
    return context.found(compiled, "deprecated-pipeline-value")
