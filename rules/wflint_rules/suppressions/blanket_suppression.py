"""A suppression that names no rule."""

from __future__ import annotations

from wflint import Place, Problem, Severity, Suppressions, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context


@rule(
    "blanket-suppression",
    summary="A `wflint: ignore` comment names no rule",
    on=Suppressions,
    severity=Severity.WARNING,
    since="0.1",
    source="wflint's guide, Suppressions",
)
def blanket_suppression(suppressions: Suppressions, context: Context) -> Iterator[Problem]:
    """Report each comment without names; it silences nothing."""
    for suppression in suppressions.suppressions:
        if suppression.is_unnamed:
            yield Problem(
                Place(context.document.source, suppression.comment),
                "the comment names no rule, so it silences nothing",
                help="name the rules in brackets: `# wflint: ignore[NAME]`",
            )
