"""A job gets the same context twice."""

from __future__ import annotations

from wflint import CompiledConfig, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint import Context, Problem


@rule(
    "duplicate-context",
    summary="A job gets the same context twice",
    on=CompiledConfig,
    relays=True,
    severity=Severity.INFO,
    since="0.1",
    source="https://circleci.com/docs/guides/security/contexts/",
)
def duplicate_context(compiled: CompiledConfig, context: Context) -> Iterable[Problem]:
    """As the compiler finds them."""
    return context.found(compiled, "duplicate-context")
