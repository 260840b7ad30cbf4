"""What the text is not YAML for: each place, as far as the rest can be read without it."""

from __future__ import annotations

from wflint import Document, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint import Context, Problem


@rule(
    "yaml-syntax",
    summary="The text is not YAML as CircleCI reads it",
    on=Document,
    relays=True,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/guides/getting-started/introduction-to-yaml-configurations/",
)
def yaml_syntax(document: Document, context: Context) -> Sequence[Problem]:
    """Relay what parsing found."""
    return context.found(document, "yaml-syntax")
