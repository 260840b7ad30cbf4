"""Two keys stand together that exclude each other."""

from __future__ import annotations

from wflint import Config, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint import Context, Problem


@rule(
    "exclusive-keys",
    summary="Two keys stand together that exclude each other",
    on=Config,
    relays=True,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/",
)
def exclusive_keys(config: Config, context: Context) -> Sequence[Problem]:
    """Keys of which a map may have only one."""
    return context.found(config, "exclusive-keys")
