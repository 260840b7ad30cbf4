"""A name `orb/element` is used, but no orb is imported under that name."""

from __future__ import annotations

from wflint import CompiledConfig, Severity, rule
from wflint_rules.compile.unsaid import is_misspelt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint import Context, Problem


@rule(
    "unknown-orb",
    summary="A name `orb/element` is used, but no orb is imported under that name",
    on=CompiledConfig,
    relays=True,
    severity=Severity.ERROR,
    absence=True,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#orbs-requires-version-21",
)
def unknown_orb(compiled: CompiledConfig, context: Context) -> Iterable[Problem]:
    """As the compiler finds them; none if the whole section is misspelt."""
    return () if is_misspelt(context.config, "orbs") else context.found(compiled, "unknown-orb")
