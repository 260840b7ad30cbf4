"""YAML reads an unquoted value as something else than what is written."""

from __future__ import annotations

from wflint import Config, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint import Context, Problem


@rule(
    "lossy-scalar",
    summary="YAML reads an unquoted value as something else than what is written",
    on=Config,
    relays=True,
    severity=Severity.WARNING,
    since="0.1",
    source="https://yaml.org/type/",
)
def lossy_scalar(config: Config, context: Context) -> Sequence[Problem]:
    """Unquoted numbers and booleans that come out changed."""
    return context.found(config, "lossy-scalar")
