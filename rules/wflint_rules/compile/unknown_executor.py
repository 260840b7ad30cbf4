"""A job uses an executor that is not defined."""

from __future__ import annotations

from wflint import CompiledConfig, Severity, rule
from wflint_rules.compile.unsaid import is_misspelt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint import Context, Problem


@rule(
    "unknown-executor",
    summary="A job uses an executor that is not defined",
    on=CompiledConfig,
    relays=True,
    severity=Severity.ERROR,
    absence=True,
    since="0.1",
    source="https://circleci.com/docs/reference/reusing-config/#invoking-reusable-executors",
)
def unknown_executor(compiled: CompiledConfig, context: Context) -> Iterable[Problem]:
    """As the compiler finds them; none if the whole section is misspelt."""
    return () if is_misspelt(context.config, "executors") else context.found(compiled, "unknown-executor")
