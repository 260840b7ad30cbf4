"""A matrix always produces exactly one job."""

from __future__ import annotations

from wflint import CompiledConfig, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint import Context, Problem


@rule(
    "matrix-single",
    summary="A matrix always produces exactly one job",
    on=CompiledConfig,
    relays=True,
    severity=Severity.INFO,
    since="0.1",
    source="https://github.com/CircleCI-Public/circleci-yaml-language-server",
)
def matrix_single(compiled: CompiledConfig, context: Context) -> Iterable[Problem]:
    """As the compiler finds them."""
    return context.found(compiled, "matrix-single")
