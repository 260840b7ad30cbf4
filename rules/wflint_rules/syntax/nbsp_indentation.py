"""No-break spaces (U+00A0) as indentation, which YAML takes for text."""

from __future__ import annotations

from wflint import Document, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint import Context, Problem


@rule(
    "nbsp-indentation",
    summary="Lines are indented with no-break spaces",
    on=Document,
    relays=True,
    severity=Severity.ERROR,
    since="0.1",
    source="https://yaml.org/spec/1.1/#id871998",
)
def nbsp_indentation(document: Document, context: Context) -> Sequence[Problem]:
    """Relay what parsing found."""
    return context.found(document, "nbsp-indentation")
