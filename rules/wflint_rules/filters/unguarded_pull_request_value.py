"""Conditions on values that only pull requests have."""

from __future__ import annotations

from wflint import CompiledWorkflow, Problem, Scalar, Severity, rule
from wflint_rules.filters.written import expressions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context

_PREFIX = "pipeline.event.github.pull_request."


@rule(
    "unguarded-pull-request-value",
    summary="A condition reads a value of pull requests without asking for one first",
    on=CompiledWorkflow,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/guides/orchestrate/github-trigger-event-options/",
)
def unguarded_pull_request_value(workflow: CompiledWorkflow, context: Context) -> Iterator[Problem]:
    """Expressions of workflows and filters that come to such a value on a push."""
    conditions = [guard.node for guard in workflow.guards if isinstance(guard.node, Scalar)]
    for expression in (*conditions, *expressions(workflow)):
        if _PREFIX in expression.value and "<<" not in expression.value:
            yield from _problems(expression, context)


def _problems(expression: Scalar, context: Context) -> Iterator[Problem]:
    from wflint import Event, ExpressionError, parse_expression, place_in, reached_names, values_of

    parsed = parse_expression(expression.value)
    if isinstance(parsed, ExpressionError):
        return
    # On a push to a branch nobody has named, so that no comparison with a literal name decides.
    values = values_of(context.config, Event("push", branch="some-other/branch"))
    for name in reached_names(parsed, values.get):
        if name.name.startswith(_PREFIX):
            place = place_in(expression, name.start, name.end)
            message = f"`{name.name}` is there for pull requests only: for a push, CircleCI may not create the pipeline"
            advice = 'write `pipeline.event.name == "pull_request" and` in front'
            yield Problem(place, message, help=advice)
            return
