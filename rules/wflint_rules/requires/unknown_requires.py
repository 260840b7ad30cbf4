"""A job requires one that its workflow or job group lacks."""

from __future__ import annotations

from wflint import CompiledWorkflow, Fix, NamedTuple, Problem, Related, Severity, did_you_mean, rule
from wflint_rules.requires.circumstances import weighed
from wflint_rules.requires.entries import renamed
from wflint_rules.requires.scopes import Scopes, entry_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import CompiledJob, CompiledRequirement, Context, Place

MOST_NAMES = 3
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
    scopes: Scopes | None = None
    for job in workflow.jobs:
        for requirement in job.requires:
            place = requirement.place
            if place is not None and place not in reported and _is_unknown(requirement):
                reported.add(place)
                scopes = scopes or Scopes(workflow, context.config)
                problem = _of_empty_matrix(scopes, job, requirement.name, place)
                yield weighed(problem or _problem(scopes, job, requirement.name, place), workflow)


def _is_unknown(requirement: CompiledRequirement) -> bool:
    return requirement.is_known and not requirement.jobs and (requirement.by_job_name or not requirement.candidates)


def _of_empty_matrix(scopes: Scopes, job: CompiledJob, name: str, place: Place) -> Problem | None:
    """The name of a matrix without any combination: what CircleCI makes of it is inferred, not observed."""
    matrix = scopes.empty_matrices.get(name) if job.group is None else None
    if matrix is not None:
        return Problem(
            place,
            f"job `{entry_name(job)}` requires `{name}`, a matrix without any job",
            related=(Related(matrix, "the matrix"),),
            severity=Severity.WARNING,
        )
    return None


def _problem(scopes: Scopes, job: CompiledJob, name: str, place: Place) -> Problem:
    if name in NULLS:
        return Problem(
            place, f"`requires` of job `{entry_name(job)}` has an empty entry", help="name a job or remove it"
        )
    where = f"workflow `{scopes.workflow.name}`" if job.group is None else f"job group `{job.group}`"
    message = f"job `{entry_name(job)}` requires `{name}`, which {where} lacks"
    elsewhere = _elsewhere(scopes, job, name)
    if elsewhere is not None:
        return Problem(place, message, related=(elsewhere.related,), help=elsewhere.advice)
    closest = scopes.closest(name, job)
    return Problem(place, message, help=did_you_mean(name, closest), fix=_fix(place, name, closest))


class _Elsewhere(NamedTuple):
    """Where the name does exist, and what to do about it."""

    advice: str
    related: Related


def _elsewhere(scopes: Scopes, job: CompiledJob, name: str) -> _Elsewhere | None:
    other = next((other for other in scopes.by_name.get(name, ()) if other.group != job.group), None)
    if other is not None and other.group is None:
        advice = f"let the invocation of job group `{job.group}` require `{name}`: members wait for members only"
        return _Elsewhere(advice, Related(other.place, f"`{name}` outside of the job group"))
    if other is not None:
        advice = f"require `{other.group}`: members of a job group cannot be required from outside"
        return _Elsewhere(advice, Related(other.place, f"`{name}` in the job group"))
    beside = [other for other in scopes.by_job.get(name, ()) if other.invocation is not job.invocation]
    if beside:
        names = list(dict.fromkeys(map(entry_name, beside)))[:MOST_NAMES]
        advice = f"require {' or '.join(f'`{new}`' for new in names)}: that is what the job is called here"
        return _Elsewhere(advice, Related(beside[0].place, f"`{name}` is named anew"))
    sibling = scopes.in_other_workflows.get(name)
    if sibling is not None:
        advice = f"add `{name}` to workflow `{scopes.workflow.name}`: jobs cannot wait for those of another workflow"
        return _Elsewhere(advice, Related(sibling.place, f"`{name}` in workflow `{sibling.workflow}`"))
    if name in scopes.config.jobs:
        advice = f"add `{name}` to the jobs of the workflow, or remove the requirement"
        defined = scopes.config.jobs[name].name.place
        return _Elsewhere(advice, Related(defined, "the job is defined, but not invoked here"))
    return None


def _fix(place: Place, name: str, closest: tuple[str, ...]) -> Fix | None:
    edit = renamed(place, name, closest[0]) if len(closest) == 1 else None
    return Fix(f"require `{closest[0]}`", (edit,), safe=False) if edit is not None else None
