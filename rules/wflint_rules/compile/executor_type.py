"""An executor is given as something that is no name and has none."""

from __future__ import annotations

from wflint import CompiledConfig, Severity, rule
from wflint_rules.compile.unsaid import unsaid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint import Context, Problem


@rule(
    "executor-type",
    summary="An executor is given as something that is no name and has none",
    on=CompiledConfig,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/reference/reusing-config/#invoking-reusable-executors",
)
def executor_type(compiled: CompiledConfig, context: Context) -> Iterable[Problem]:
    """As the compiler finds them, less those that are faults of shape."""
    return unsaid(compiled, context, "executor-type")
