"""A matrix expands to more than 10,000 jobs."""

from __future__ import annotations

from wflint import CompiledConfig, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint import Context, Problem


@rule(
    "matrix-too-large",
    summary="A matrix expands to more than 10,000 jobs",
    on=CompiledConfig,
    relays=True,
    severity=Severity.ERROR,
    since="0.1",
    source="https://github.com/CircleCI-Public/circleci-yaml-language-server",
)
def matrix_too_large(compiled: CompiledConfig, context: Context) -> Iterable[Problem]:
    """As the compiler finds them."""
    return context.found(compiled, "matrix-too-large")
