"""A definition leads back to itself."""

from __future__ import annotations

from wflint import CompiledConfig, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint import Context, Problem


@rule(
    "recursion",
    summary="A definition leads back to itself",
    on=CompiledConfig,
    relays=True,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/reference/reusing-config/#authoring-reusable-commands",
)
def recursion(compiled: CompiledConfig, context: Context) -> Iterable[Problem]:
    """As the compiler finds them."""
    return context.found(compiled, "recursion")
