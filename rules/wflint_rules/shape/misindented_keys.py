"""Keys of a step or job stand beside its name instead of under it."""

from __future__ import annotations

from wflint import Config, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint import Context, Problem


@rule(
    "misindented-keys",
    summary="Keys of a step or job stand beside its name instead of under it",
    on=Config,
    relays=True,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#steps",
)
def misindented_keys(config: Config, context: Context) -> Sequence[Problem]:
    """Steps and invocations with several keys."""
    return context.found(config, "misindented-keys")
