"""A pattern between slashes that is no regular expression in any dialect."""

from __future__ import annotations

from wflint import CompiledWorkflow, Problem, Severity, compiled_or_none, rule
from wflint_rules.filters.written import expressions, patterns
from wflint_rules.requires.circumstances import weighed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context, Scalar


@rule(
    "invalid-filter-regex",
    summary="A pattern of a filter is no regular expression",
    on=CompiledWorkflow,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/guides/orchestrate/workflows/#using-regular-expressions-to-filter-tags-and-branches",
)
def invalid_filter_regex(workflow: CompiledWorkflow, _: Context) -> Iterator[Problem]:
    """Faults that Java's dialect, RE2's and others share; what only some reject is silent."""
    for _kind, scalar in patterns(workflow):
        if len(scalar.value) > 1 and scalar.value[0] == scalar.value[-1] == "/":
            yield from (weighed(each, workflow) for each in _faults(scalar, scalar.value[1:-1], 1))
    for expression in expressions(workflow):
        for regex, offset in _regexes(expression):
            yield from (weighed(each, workflow) for each in _faults(expression, regex, offset))


def _regexes(expression: Scalar) -> Iterator[tuple[str, int]]:
    """The patterns behind `matches` in an expression, and where they begin in it."""
    if "matches" not in expression.value:
        return
    from wflint import matches_in, parse_expression

    for found in matches_in(parse_expression(expression.value)):
        # An escaped slash is one character less in the pattern than in the text; then the whole is shown.
        end = found.end - 1
        if expression.value[end - len(found.pattern) : end] == found.pattern:
            yield found.pattern, end - len(found.pattern)


def _faults(scalar: Scalar, regex: str, offset: int) -> Iterator[Problem]:
    if compiled_or_none(regex) is not None:
        return
    from wflint import parse_regex, place_in

    error = parse_regex(regex).error
    if error is not None:
        place = place_in(scalar, offset + error.start, offset + error.end)
        yield Problem(place, f"`/{regex}/` is no regular expression: {error.message}")
