"""In which pipelines a workflow's faults count: an error needs every one, with default parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint import Related, Severity

if TYPE_CHECKING:
    from wflint import CompiledWorkflow, Problem


def weighed(problem: Problem, workflow: CompiledWorkflow) -> Problem:
    """The problem, or the warning it is where the workflow does not exist in every pipeline with default parameters.

    CircleCI leaves out a workflow whose condition is false before it looks at its jobs.
    """
    doubtful = [guard for guard in workflow.guards if guard.at_defaults is not True]
    if not doubtful:
        return problem
    names = sorted(frozenset().union(*(guard.reads for guard in doubtful)))
    reason = f" (it depends on {_listed(names)})" if names else ""
    return problem._replace(
        message=f"{problem.message}, in pipelines that have this workflow{reason}",
        related=(*problem.related, *(Related(guard.node.place, "the workflow's condition") for guard in doubtful)),
        severity=Severity.WARNING,
    )


def _listed(names: list[str]) -> str:
    *others, last = [f"`{name}`" for name in names]
    return f"{', '.join(others)} and {last}" if others else last
