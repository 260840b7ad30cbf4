"""Filter expressions that CircleCI rejects."""

from __future__ import annotations

from wflint import CompiledWorkflow, Problem, Severity, did_you_mean, rule
from wflint_rules.filters.written import expressions
from wflint_rules.requires.circumstances import weighed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context, Scalar, Values

_PARAMETERS = "pipeline.parameters."


@rule(
    "invalid-filter-expression",
    summary="A filter is no expression over pipeline values",
    on=CompiledWorkflow,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#expression-based-job-filters",
)
def invalid_filter_expression(workflow: CompiledWorkflow, context: Context) -> Iterator[Problem]:
    """Syntax, names and types of filters that are texts; only the first fault of each."""
    if not context.config.is_2_1:
        return
    values: Values | None = None
    parameters: frozenset[str] = frozenset()
    for expression in expressions(workflow):
        if "<<" in expression.value:
            message = "`<< >>` has no documented meaning in a filter, which is an expression already"
            advice = "write the names without `<< >>`"
            yield Problem(expression.place, message, help=advice, severity=Severity.WARNING)
            continue
        if values is None:
            from wflint import check_values

            values = check_values(context.config)
            parameters = frozenset(context.config.parameters)
        problem = _fault(expression, values, parameters)
        if problem is not None:
            yield weighed(problem, workflow)


def _fault(expression: Scalar, values: Values, parameters: frozenset[str]) -> Problem | None:
    from wflint import ExpressionError, names_in, parse_expression, place_in, type_fault

    parsed = parse_expression(expression.value)
    if isinstance(parsed, ExpressionError):
        start = min(parsed.offset, max(len(expression.value) - 1, 0))
        place = place_in(expression, start, len(expression.value))
        return Problem(place, f"invalid filter expression: {parsed.message}")
    for name in names_in(parsed):
        place = place_in(expression, name.start, name.end)
        if not name.name.startswith("pipeline."):
            return Problem(place, f"invalid filter expression: `{name.name}` is not a pipeline value or parameter")
        parameter = name.name.removeprefix(_PARAMETERS)
        if parameter != name.name and parameter not in parameters:
            advice = did_you_mean(parameter, parameters)
            return Problem(place, f"pipeline parameter `{parameter}` is not declared", help=advice)
    fault = type_fault(parsed, values.get)
    if fault is None:
        return None
    operand, message = fault
    return Problem(place_in(expression, operand.start, operand.end), message)
