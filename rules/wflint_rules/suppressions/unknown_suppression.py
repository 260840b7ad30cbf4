"""A suppression that names a rule which does not exist."""

from __future__ import annotations

from wflint import Edit, Fix, Place, Problem, Severity, Suppressions, closest_names, did_you_mean, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context


@rule(
    "unknown-suppression",
    summary="A `wflint: ignore` comment names a rule that does not exist",
    on=Suppressions,
    severity=Severity.WARNING,
    since="0.1",
    source="wflint's guide, Suppressions",
)
def unknown_suppression(suppressions: Suppressions, context: Context) -> Iterator[Problem]:
    """Report each unknown name, with the closest known one as its fix if it is the only one."""
    for suppression in suppressions.suppressions:
        for name, span in suppression.names:
            if name not in suppressions.known:
                candidates = closest_names(name, suppressions.known)
                fix = None
                if len(candidates) == 1 and not suppression.in_script:
                    fix = Fix(f"replace by `{candidates[0]}`", (Edit(span, candidates[0]),), safe=True)
                yield Problem(
                    Place(context.document.source, span),
                    f"no rule is named `{name}`",
                    help=did_you_mean(name, suppressions.known) or "`wflint rules` lists all names",
                    fix=fix,
                )
