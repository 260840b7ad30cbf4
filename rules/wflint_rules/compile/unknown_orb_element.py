"""An orb has no job, command or executor of that name."""

from __future__ import annotations

from wflint import CompiledConfig, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint import Context, Problem


@rule(
    "unknown-orb-element",
    summary="An orb has no job, command or executor of that name",
    on=CompiledConfig,
    relays=True,
    severity=Severity.ERROR,
    absence=True,
    since="0.1",
    source="https://circleci.com/docs/orbs/use/orb-intro/",
)
def unknown_orb_element(compiled: CompiledConfig, context: Context) -> Iterable[Problem]:
    """As the compiler finds them."""
    return context.found(compiled, "unknown-orb-element")
