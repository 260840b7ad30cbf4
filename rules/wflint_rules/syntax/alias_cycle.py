"""A value that would contain itself."""

from __future__ import annotations

from wflint import Document, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint import Context, Problem


@rule(
    "alias-cycle",
    summary="An alias stands inside the value it stands for",
    on=Document,
    relays=True,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/guides/getting-started/introduction-to-yaml-configurations/#anchors-and-aliases",
)
def alias_cycle(document: Document, context: Context) -> Sequence[Problem]:
    """Relay what parsing found."""
    return context.found(document, "alias-cycle")
