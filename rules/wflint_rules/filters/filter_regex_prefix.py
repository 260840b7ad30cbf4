"""Patterns that are anchored at the start only and yet match whole names."""

from __future__ import annotations

from wflint import CompiledWorkflow, Edit, Fix, Problem, Severity, rule
from wflint_rules.filters.written import patterns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context, Scalar


@rule(
    "filter-regex-prefix",
    summary="A pattern such as `/^v/` matches one name only, not all that begin so",
    on=CompiledWorkflow,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/guides/orchestrate/workflows/#using-regular-expressions-to-filter-tags-and-branches",
)
def filter_regex_prefix(workflow: CompiledWorkflow, _: Context) -> Iterator[Problem]:
    """Patterns with `^` but without `$` whose language is a single name."""
    for kind, scalar in patterns(workflow):
        inner = scalar.value[1:-1]
        if scalar.value[:2] != "/^" or len(scalar.value) < 4 or scalar.value[-1] != "/" or inner[-1] in "$*+":
            continue
        name = _only_name(scalar)
        if name is not None:
            message = f"`{scalar.value}` matches the {kind} `{name}` alone: patterns have to match whole names"
            advice = f"for all names that begin so, write `/{inner}.*/`"
            yield Problem(scalar.place, message, help=advice, fix=_fix(scalar, inner))


def _only_name(scalar: Scalar) -> str | None:
    """The one name a pattern matches; None if there are more, or none that git allows."""
    from wflint import find_name, is_only_word, names_of

    names = names_of(scalar.value)
    found = None if names is None else find_name(names)
    if names is None or found is None or found.word is None:
        return None
    return found.word if is_only_word(names, found.word) else None


def _fix(scalar: Scalar, inner: str) -> Fix | None:
    end = scalar.end - (0 if scalar.is_plain else 1)
    if scalar.source.text[end - 1 : end] != "/":
        return None
    return Fix(f"write `/{inner}.*/`", (Edit(scalar.span._replace(start=end - 1, end=end - 1), ".*"),), safe=False)
