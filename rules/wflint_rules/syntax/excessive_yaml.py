"""A text beyond the limits within which it is read."""

from __future__ import annotations

from wflint import Document, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint import Context, Problem


@rule(
    "excessive-yaml",
    summary="The text is too large, too deep or multiplies by its aliases",
    on=Document,
    relays=True,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/",
)
def excessive_yaml(document: Document, context: Context) -> Sequence[Problem]:
    """Relay what parsing found."""
    return context.found(document, "excessive-yaml")
