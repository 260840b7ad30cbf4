"""A step is neither built in nor a command that is defined."""

from __future__ import annotations

from wflint import CompiledConfig, Severity, rule
from wflint_rules.compile.unsaid import is_misspelt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint import Context, Problem


@rule(
    "unknown-command",
    summary="A step is neither built in nor a command that is defined",
    on=CompiledConfig,
    relays=True,
    severity=Severity.ERROR,
    absence=True,
    since="0.1",
    source="https://circleci.com/docs/reference/reusing-config/#authoring-reusable-commands",
)
def unknown_command(compiled: CompiledConfig, context: Context) -> Iterable[Problem]:
    """As the compiler finds them; none if the whole section is misspelt."""
    return () if is_misspelt(context.config, "commands") else context.found(compiled, "unknown-command")
