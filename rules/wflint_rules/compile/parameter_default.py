"""A default does not fit its parameter's type or values."""

from __future__ import annotations

from wflint import CompiledConfig, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint import Context, Problem


@rule(
    "parameter-default",
    summary="A default does not fit its parameter's type or values",
    on=CompiledConfig,
    relays=True,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/reference/reusing-config/#parameter-types",
)
def parameter_default(compiled: CompiledConfig, context: Context) -> Iterable[Problem]:
    """As the compiler finds them."""
    return context.found(compiled, "parameter-default")
