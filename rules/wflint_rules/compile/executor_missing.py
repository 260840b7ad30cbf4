"""A job has no `docker`, `machine` or `macos`, nor has its executor."""

from __future__ import annotations

from wflint import CompiledConfig, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint import Context, Problem


@rule(
    "executor-missing",
    summary="A job has no `docker`, `machine` or `macos`, nor has its executor",
    on=CompiledConfig,
    relays=True,
    severity=Severity.ERROR,
    absence=True,
    since="0.1",
    source="https://circleci.com/docs/reference/reusing-config/#invoking-reusable-executors",
)
def executor_missing(compiled: CompiledConfig, context: Context) -> Iterable[Problem]:
    """As the compiler finds them."""
    return context.found(compiled, "executor-missing")
