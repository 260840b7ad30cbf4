"""A suppression that silences nothing."""

from __future__ import annotations

from wflint import Edit, Fix, Place, Problem, Severity, Span, Suppressions, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context, Source, Suppression


@rule(
    "unused-suppression",
    summary="A `wflint: ignore` comment silences nothing",
    on=Suppressions,
    severity=Severity.WARNING,
    absence=True,
    since="0.1",
    source="wflint's guide, Suppressions",
)
def unused_suppression(suppressions: Suppressions, context: Context) -> Iterator[Problem]:
    """Report names whose rule looked at the whole text and had nothing to say where the comment counts."""
    source = context.document.source
    for suppression, names in suppressions.unused():
        fix = None if suppression.in_script else _removal(source, suppression, names)
        for name, span in names:
            yield Problem(
                Place(source, span),
                f"rule `{name}` reports nothing here, so this silences nothing",
                help="remove it",
                fix=fix,
            )
            fix = None


def _removal(source: Source, suppression: Suppression, names: tuple[tuple[str, Span], ...]) -> Fix:
    """Take out the names; with the last of them the comment, and the line if it holds nothing else."""
    kept = [name for name, span in suppression.names if (name, span) not in names]
    if kept:
        first, last = suppression.names[0][1], suppression.names[-1][1]
        return Fix("remove the name", (Edit(Span(first.start, last.end), ", ".join(kept)),), safe=True)
    line = source.line_span(source.line_column(suppression.comment.start)[0])
    before = source.text[line.start : suppression.comment.start].rstrip(" \t")
    # The mark that may stand at the start of a file stays, and so does what the comment was said of.
    end = line.end if before in {"", "\ufeff"} else suppression.comment.end
    return Fix("remove the comment", (Edit(Span(line.start + len(before), end), ""),), safe=True)
