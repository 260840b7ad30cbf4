"""An orb is not imported as `namespace/orb@version`."""

from __future__ import annotations

from wflint import Config, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint import Context, Problem


@rule(
    "invalid-orb-reference",
    summary="An orb is not imported as `namespace/orb@version`",
    on=Config,
    relays=True,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#orbs-requires-version-21",
)
def invalid_orb_reference(config: Config, context: Context) -> Sequence[Problem]:
    """References to registry orbs."""
    return context.found(config, "invalid-orb-reference")
