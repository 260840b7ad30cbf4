"""A `<<` that is given something other than maps."""

from __future__ import annotations

from wflint import Document, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint import Context, Problem


@rule(
    "merge-of-non-map",
    summary="A merge key is given something other than maps",
    on=Document,
    relays=True,
    severity=Severity.ERROR,
    since="0.1",
    source="https://yaml.org/type/merge.html",
)
def merge_of_non_map(document: Document, context: Context) -> Sequence[Problem]:
    """Relay what parsing found."""
    return context.found(document, "merge-of-non-map")
