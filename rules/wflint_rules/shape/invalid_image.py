"""A Docker image is not written as Docker reads it."""

from __future__ import annotations

from wflint import Config, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint import Context, Problem


@rule(
    "invalid-image",
    summary="A Docker image is not written as Docker reads it",
    on=Config,
    relays=True,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#docker",
)
def invalid_image(config: Config, context: Context) -> Sequence[Problem]:
    """Image references that no registry can have."""
    return context.found(config, "invalid-image")
