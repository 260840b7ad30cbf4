"""A job requires another by the name of its definition, which the workflow replaced by `name`."""

from __future__ import annotations

from wflint import CompiledWorkflow, Fix, Problem, Related, Severity, rule
from wflint_rules.requires.entries import renamed
from wflint_rules.requires.scopes import entry_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import CompiledJob, CompiledRequirement, Context, Place


@rule(
    "renamed-requires",
    summary="A job requires another by the name that `name` replaced",
    on=CompiledWorkflow,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#name",
)
def renamed_requires(workflow: CompiledWorkflow, _: Context) -> Iterator[Problem]:
    """Whether CircleCI still accepts the job's own name is not documented; that it is replaced is."""
    reported: set[Place] = set()
    for job in workflow.jobs:
        for requirement in job.requires:
            place = requirement.place
            if place is not None and place not in reported and requirement.is_known and requirement.by_job_name:
                reported.add(place)
                yield _problem(workflow, job, requirement, place)


def _problem(workflow: CompiledWorkflow, job: CompiledJob, requirement: CompiledRequirement, place: Place) -> Problem:
    found = [other for other in workflow.jobs if other.name in requirement.jobs]
    places = dict.fromkeys(other.place for other in found)
    names = list(dict.fromkeys(entry_name(other) for other in found))
    edit = renamed(place, requirement.name, names[0]) if len(names) == 1 else None
    return Problem(
        place,
        f"job `{entry_name(job)}` requires `{requirement.name}`, a job that has another name in "
        f"workflow `{workflow.name}`",
        related=tuple(Related(other, f"`{requirement.name}` is named anew") for other in places),
        help=f"require {' and '.join(f'`{name}`' for name in names)}" if names else "require its `name`",
        fix=Fix(f"require `{names[0]}`", (edit,), safe=True) if edit is not None else None,
    )
