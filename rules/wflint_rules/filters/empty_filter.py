"""`branches` or `tags` without `only` and `ignore`."""

from __future__ import annotations

from wflint import CompiledWorkflow, Mapping, Problem, Scalar, Severity, rule
from wflint_rules.filters.written import halves

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context, Value


@rule(
    "empty-filter",
    summary="`branches` or `tags` of a filter says nothing",
    on=CompiledWorkflow,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#jobfilters",
)
def empty_filter(workflow: CompiledWorkflow, _: Context) -> Iterator[Problem]:
    """Maps without either key in filters of jobs; schedules need one of the keys anyway."""
    schedules = {id(trigger.branches) for trigger in workflow.workflow.triggers or ()}
    for half in halves(workflow):
        if id(half.patterns) in schedules or not _is_empty(half.patterns.node):
            continue
        if half.kind == "branch":
            message = "`branches` has neither `only` nor `ignore`, so all branches are let in"
            advice = "remove it, or name the branches"
        else:
            message = "`tags` has neither `only` nor `ignore`, so no tag is let in"
            advice = "for all tags, write `only: /.*/`"
        yield Problem(half.patterns.node.place, message, help=advice)


def _is_empty(node: Value) -> bool:
    if isinstance(node, Mapping):
        return not node.entries
    return isinstance(node, Scalar) and node.is_plain and node.value in {"", "~", "null", "Null", "NULL"}
