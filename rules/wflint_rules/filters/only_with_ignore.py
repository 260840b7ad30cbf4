"""`only` and `ignore` in one filter."""

from __future__ import annotations

from wflint import CompiledWorkflow, Mapping, Problem, Related, Severity, rule
from wflint_rules.filters.written import halves

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context


@rule(
    "only-with-ignore",
    summary="A filter has both `only` and `ignore`",
    on=CompiledWorkflow,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#branches",
)
def only_with_ignore(workflow: CompiledWorkflow, _: Context) -> Iterator[Problem]:
    """`ignore` beside `only`, in filters of jobs and of schedules."""
    for half in halves(workflow):
        node = half.patterns.node
        if half.patterns.only is None or half.patterns.ignore is None or not isinstance(node, Mapping):
            continue
        only, ignore = node.entry("only"), node.entry("ignore")
        if only is not None and ignore is not None:
            yield Problem(
                ignore.key.place,
                "`ignore` stands beside `only`, which is considered first",
                related=(Related(only.key.place, "`only`"),),
                help="say with one of them what is meant",
            )
