"""`override-with` names something that is no job of an orb."""

from __future__ import annotations

from wflint import CompiledConfig, Severity, rule
from wflint_rules.compile.unsaid import unsaid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint import Context, Problem


@rule(
    "override-without-job",
    summary="`override-with` names something that is no job of an orb",
    on=CompiledConfig,
    severity=Severity.ERROR,
    absence=True,
    since="0.1",
    source="https://circleci.com/docs/guides/orchestrate/how-to-override-config/",
)
def override_without_job(compiled: CompiledConfig, context: Context) -> Iterable[Problem]:
    """As the compiler finds them, less those that are faults of shape."""
    return unsaid(compiled, context, "override-without-job")
