"""A tag that CircleCI's YAML loader has no meaning for."""

from __future__ import annotations

from wflint import Document, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint import Context, Problem


@rule(
    "unknown-tag",
    summary="A tag is unknown to CircleCI or does not fit its value",
    on=Document,
    relays=True,
    severity=Severity.ERROR,
    since="0.1",
    source="https://yaml.org/type/",
)
def unknown_tag(document: Document, context: Context) -> Sequence[Problem]:
    """Relay what parsing found."""
    return context.found(document, "unknown-tag")
