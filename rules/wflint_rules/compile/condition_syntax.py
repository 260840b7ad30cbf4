"""A condition is no expression and no logic statement."""

from __future__ import annotations

from wflint import CompiledConfig, Severity, rule
from wflint_rules.compile.unsaid import unsaid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint import Context, Problem


@rule(
    "condition-syntax",
    summary="A condition is no expression and no logic statement",
    on=CompiledConfig,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#logic-statements",
)
def condition_syntax(compiled: CompiledConfig, context: Context) -> Iterable[Problem]:
    """As the compiler finds them, less those that are faults of shape."""
    return unsaid(compiled, context, "condition-syntax")
