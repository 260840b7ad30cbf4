"""Filter expressions that mean branches and let tags in."""

from __future__ import annotations

from wflint import CompiledWorkflow, Edit, Fix, Problem, Severity, rule
from wflint_rules.filters.written import expressions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context, Expression, Scalar

_BRANCH = "pipeline.git.branch"
_TAG = "v0.0.0"


@rule(
    "tag-in-negated-filter",
    summary="A filter that excludes a branch lets every tag in",
    on=CompiledWorkflow,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#expression-based-job-filters",
)
def tag_in_negated_filter(workflow: CompiledWorkflow, context: Context) -> Iterator[Problem]:
    """Expressions over the branch alone that hold for some branch, not for all, and for a tag."""
    for expression in expressions(workflow):
        if _BRANCH not in expression.value or "<<" in expression.value:
            continue
        from wflint import ExpressionError, parse_expression

        parsed = parse_expression(expression.value)
        if not isinstance(parsed, ExpressionError) and _lets_tags_in(parsed, context):
            message = (
                f"this filter lets tags such as `{_TAG}` in: there the branch is empty, which differs from any name"
            )
            advice = f"write `{_BRANCH} and` in front if tags should not run the job"
            yield Problem(expression.place, message, help=advice, fix=_fix(expression, parsed))


def _lets_tags_in(expression: Expression, context: Context) -> bool:
    from wflint import Event, expression_truth, names_in, values_of

    names = {name.name for name in names_in(expression)}
    if _BRANCH not in names or "pipeline.git.tag" in names:
        return False

    def holds(event: Event) -> bool | None:
        return expression_truth(expression, values_of(context.config, event).get)

    return holds(Event("push", tag=_TAG)) is True and holds(Event("push", branch="some-other/branch")) is True


def _fix(expression: Scalar, parsed: Expression) -> Fix | None:
    start, end = expression.span
    text = expression.source.text[start:end]
    quote = text[0] if text[:1] in {"'", '"'} else ""
    if text.strip(quote) != expression.value and text != expression.value:
        return None
    inner = text[len(quote) : len(text) - len(quote)]
    has_or = getattr(parsed, "operator", None) == "or"
    guarded = f"{_BRANCH} and ({inner})" if has_or else f"{_BRANCH} and {inner}"
    return Fix(f"add `{_BRANCH} and`", (Edit(expression.span, f"{quote}{guarded}{quote}"),), safe=False)
