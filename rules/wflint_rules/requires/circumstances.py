"""In which pipelines a workflow's faults count: an error needs every one, with default parameters."""

from __future__ import annotations

from wflint import Related, Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint import CompiledWorkflow, Problem


def weighed(problem: Problem, workflow: CompiledWorkflow) -> Problem:
    """The problem, or the warning it is where the workflow does not exist in every pipeline with default parameters.

    CircleCI leaves out a workflow whose condition is false before it looks at its jobs.
    """
    if workflow.doubt is None:
        return problem
    conditions = [guard.node.place for guard in workflow.guards if guard.at_defaults is not True]
    return problem._replace(
        message=f"{problem.message}, {workflow.doubt}",
        related=(*problem.related, *(Related(place, "the workflow's condition") for place in conditions)),
        severity=Severity.WARNING,
    )
