"""A workflow invokes a job that is not defined."""

from __future__ import annotations

from wflint import CompiledConfig, Severity, rule
from wflint_rules.compile.unsaid import is_misspelt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint import Context, Problem


@rule(
    "unknown-job",
    summary="A workflow invokes a job that is not defined",
    on=CompiledConfig,
    relays=True,
    severity=Severity.ERROR,
    absence=True,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#jobs-in-workflow",
)
def unknown_job(compiled: CompiledConfig, context: Context) -> Iterable[Problem]:
    """As the compiler finds them; none if the whole section is misspelt."""
    return () if is_misspelt(context.config, "jobs") else context.found(compiled, "unknown-job")
