"""A config with more contexts than CircleCI allows."""

from __future__ import annotations

from wflint import CompiledConfig, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint import Context, Problem


@rule(
    "too-many-contexts",
    summary="The jobs of a config use more than 100 contexts",
    on=CompiledConfig,
    relays=True,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#context",
)
def too_many_contexts(compiled: CompiledConfig, context: Context) -> Iterable[Problem]:
    """As the compiler finds them."""
    return context.found(compiled, "too-many-contexts")
