"""Patterns behind `matches` that would mean something else if they were searched for."""

from __future__ import annotations

from wflint import CompiledWorkflow, Problem, Scalar, Severity, rule
from wflint_rules.filters.written import expressions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context


@rule(
    "unanchored-matches",
    summary="A pattern behind `matches` has no anchors, and has to match the whole value",
    on=CompiledWorkflow,
    severity=Severity.INFO,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#logic-statements",
)
def unanchored_matches(workflow: CompiledWorkflow, _: Context) -> Iterator[Problem]:
    """Expressions of filters and workflows whose pattern is not already open at both ends."""
    conditions = [guard.node for guard in workflow.guards if isinstance(guard.node, Scalar)]
    for expression in (*conditions, *expressions(workflow)):
        if "matches" not in expression.value or "<<" in expression.value:
            continue
        from wflint import is_open_pattern, matches_in, parse_expression, place_in

        for found in matches_in(parse_expression(expression.value)):
            if not found.pattern.startswith("^") and is_open_pattern(found.pattern) is False:
                start = expression.value.rfind("matches", found.start, found.end) + len("matches")
                place = place_in(expression, start + 1, found.end)
                message = f"`/{found.pattern}/` has to match the whole value, though no anchors say so"
                inner = found.pattern.removesuffix("$")
                yield Problem(place, message, help=f"write `/^{f'({inner})' if '|' in inner else inner}$/`")
