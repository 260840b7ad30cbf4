"""A job requires a name that several entries of the workflow have, all of which CircleCI renames."""

from __future__ import annotations

from wflint import CompiledWorkflow, Problem, Related, Severity, rule
from wflint_rules.requires.circumstances import weighed
from wflint_rules.requires.scopes import entry_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import CompiledJob, CompiledRequirement, Context, Place


@rule(
    "ambiguous-requires",
    summary="A job requires a name that several jobs of the workflow have",
    on=CompiledWorkflow,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#name",
)
def ambiguous_requires(workflow: CompiledWorkflow, _: Context) -> Iterator[Problem]:
    """Two entries of one name are numbered, and then the name itself no longer exists."""
    reported: set[Place] = set()
    for job in workflow.jobs:
        for requirement in job.requires:
            place = requirement.place
            if place is not None and place not in reported and requirement.is_known and requirement.candidates > 1:
                reported.add(place)
                yield weighed(_problem(workflow, job, requirement, place), workflow)


def _problem(workflow: CompiledWorkflow, job: CompiledJob, requirement: CompiledRequirement, place: Place) -> Problem:
    name = requirement.name
    holders = {
        other.place: other
        for other in workflow.jobs
        if other.invocation is not job.invocation and name in {other.written, other.alias, entry_name(other)}
    }
    return Problem(
        place,
        f"job `{entry_name(job)}` requires `{name}`, which is the name of {requirement.candidates} other jobs "
        f"of workflow `{workflow.name}`",
        related=tuple(Related(other, _becomes(holder)) for other, holder in holders.items()),
        help="give each of them a `name` (a matrix an `alias`) and require that",
    )


def _becomes(holder: CompiledJob) -> str:
    if holder.matrix:
        return f"matrix `{entry_name(holder)}`"
    return f"runs as `{holder.name}`" if holder.name != holder.written else f"`{holder.name}`"
