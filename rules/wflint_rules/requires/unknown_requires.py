"""A job requires one that its workflow or job group lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint import CompiledWorkflow, Fix, NamedTuple, Problem, Related, Severity, closest_names, did_you_mean, rule
from wflint_rules.requires.circumstances import weighed
from wflint_rules.requires.entries import renamed
from wflint_rules.requires.scopes import entry_name, names_beside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import CompiledJob, CompiledRequirement, Config, Context, Place

NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@rule(
    "unknown-requires",
    summary="A job requires one that its workflow lacks",
    on=CompiledWorkflow,
    severity=Severity.ERROR,
    absence=True,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#requires",
)
def unknown_requires(workflow: CompiledWorkflow, context: Context) -> Iterator[Problem]:
    """Names that no entry beside the job answers to."""
    reported: set[Place] = set()
    for job in workflow.jobs:
        for requirement in job.requires:
            place = requirement.place
            if place is not None and place not in reported and _is_unknown(requirement):
                reported.add(place)
                problem = _of_empty_matrix(workflow, job, requirement.name, place)
                yield weighed(problem or _problem(workflow, job, requirement.name, place, context.config), workflow)


def _is_unknown(requirement: CompiledRequirement) -> bool:
    return requirement.is_known and not requirement.jobs and (requirement.by_job_name or not requirement.candidates)


def _of_empty_matrix(workflow: CompiledWorkflow, job: CompiledJob, name: str, place: Place) -> Problem | None:
    """The name of a matrix without any combination: what CircleCI makes of it is inferred, not observed."""
    if job.group is not None:
        return None
    expanded = [other.invocation for other in workflow.jobs]
    for invocation in workflow.workflow.invocations:
        is_named_so = invocation.matrix is not None and (invocation.matrix.alias or invocation.job).value == name
        if invocation.matrix is not None and is_named_so and not any(other is invocation for other in expanded):
            return Problem(
                place,
                f"job `{entry_name(job)}` requires `{name}`, a matrix without any job",
                related=(Related(invocation.matrix.node.place, "the matrix"),),
                severity=Severity.WARNING,
            )
    return None


def _problem(workflow: CompiledWorkflow, job: CompiledJob, name: str, place: Place, config: Config) -> Problem:
    if name in NULLS:
        return Problem(
            place, f"`requires` of job `{entry_name(job)}` has an empty entry", help="name a job or remove it"
        )
    where = f"workflow `{workflow.name}`" if job.group is None else f"job group `{job.group}`"
    message = f"job `{entry_name(job)}` requires `{name}`, which {where} lacks"
    elsewhere = _elsewhere(workflow, job, name, config)
    if elsewhere is not None:
        return Problem(place, message, related=(elsewhere.related,), help=elsewhere.advice)
    names = tuple(dict.fromkeys(names_beside(workflow, job)))
    fix = _fix(place, name, closest_names(name, names))
    return Problem(place, message, help=did_you_mean(name, names), fix=fix)


class _Elsewhere(NamedTuple):
    """Where the name does exist, and what to do about it."""

    advice: str
    related: Related


def _elsewhere(workflow: CompiledWorkflow, job: CompiledJob, name: str, config: Config) -> _Elsewhere | None:
    for other in workflow.jobs:
        if other.group != job.group and not other.is_synthetic and entry_name(other) == name:
            if other.group is None:
                advice = (
                    f"let the invocation of job group `{job.group}` require `{name}`: members wait for members only"
                )
                return _Elsewhere(advice, Related(other.place, f"`{name}` outside of the job group"))
            advice = f"require `{other.group}`: members of a job group cannot be required from outside"
            return _Elsewhere(advice, Related(other.place, f"`{name}` in the job group"))
    beside = [other for other in workflow.jobs if other.group is None and other.invocation is not job.invocation]
    named_anew = {other.place: entry_name(other) for other in beside if other.job == name}
    if named_anew:
        names = tuple(dict.fromkeys(named_anew.values()))
        advice = f"require {' or '.join(f'`{new}`' for new in names)}: that is what the job is called here"
        return _Elsewhere(advice, Related(next(iter(named_anew)), f"`{name}` is named anew"))
    for sibling in config.workflows.values():
        for invocation in sibling.invocations:
            if (invocation.name or invocation.job).value == name and sibling.name.value != workflow.name:
                advice = f"add `{name}` to workflow `{workflow.name}`: jobs cannot wait for those of another workflow"
                place = (invocation.name or invocation.job).place
                return _Elsewhere(advice, Related(place, f"`{name}` in workflow `{sibling.name.value}`"))
    if name in config.jobs:
        advice = f"add `{name}` to the jobs of the workflow, or remove the requirement"
        return _Elsewhere(advice, Related(config.jobs[name].name.place, "the job is defined, but not invoked here"))
    return None


def _fix(place: Place, name: str, closest: tuple[str, ...]) -> Fix | None:
    edit = renamed(place, name, closest[0]) if len(closest) == 1 else None
    return Fix(f"require `{closest[0]}`", (edit,), safe=False) if edit is not None else None
