"""An alias without an anchor before it."""

from __future__ import annotations

from wflint import Document, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint import Context, Problem


@rule(
    "undefined-alias",
    summary="An alias has no anchor before it",
    on=Document,
    relays=True,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/guides/getting-started/introduction-to-yaml-configurations/#anchors-and-aliases",
)
def undefined_alias(document: Document, context: Context) -> Sequence[Problem]:
    """Relay what parsing found."""
    return context.found(document, "undefined-alias")
