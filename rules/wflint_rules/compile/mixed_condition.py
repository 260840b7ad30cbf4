"""Text outside of `<< >>` makes a condition a text, which is always true."""

from __future__ import annotations

from wflint import CompiledConfig, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint import Context, Problem


@rule(
    "mixed-condition",
    summary="Text outside of `<< >>` makes a condition a text, which is always true",
    on=CompiledConfig,
    relays=True,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/guides/orchestrate/orchestration-cookbook/",
)
def mixed_condition(compiled: CompiledConfig, context: Context) -> Iterable[Problem]:
    """As the compiler finds them."""
    return context.found(compiled, "mixed-condition")
