"""Why CircleCI refuses a compiled config as a whole: requirements that stand for nothing, jobs that never start."""

from __future__ import annotations

from wflint.diagnostic import Problem
from wflint.source import Place, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.compiler.compiled import CompiledConfig, CompiledJob, CompiledRequirement, CompiledWorkflow


def refusals(compiled: CompiledConfig) -> Iterator[Problem]:
    """The faults of the graphs of a config all of whose values are known, and of one that runs nothing.

    The rules that `check` has for these say more; this is what the compiler itself looks at.
    """
    config = compiled.config
    if not compiled.workflows and not config.workflows and "build" not in config.jobs:
        place = Place(config.document.source, Span(0, 0))
        yield Problem(place, "there are no workflows or build jobs in the config", "nothing-to-run")
    for workflow in compiled.workflows:
        for job in workflow.jobs:
            for requirement in job.requires:
                if requirement.place is not None and not requirement.jobs and requirement.is_known:
                    yield _unresolved(job, requirement, workflow)
        yield from _unreachable(workflow)


def _unresolved(job: CompiledJob, requirement: CompiledRequirement, workflow: CompiledWorkflow) -> Problem:
    count = requirement.candidates
    assert requirement.place is not None  # noqa: S101 - the caller has looked
    return Problem(
        requirement.place,
        f"job `{job.name}` requires `{requirement.name}`, which is the name of {count} other jobs"
        f" in workflow `{workflow.name}`",
        "ambiguous-requires" if count else "unknown-requires",
        help="you can give a job within a workflow an explicit name by adding a `name` key",
        frame=job.frame,
    )


def _unreachable(workflow: CompiledWorkflow) -> Iterator[Problem]:
    needed = {job.name: {name for each in job.requires for name in each.jobs} for job in workflow.jobs}
    started: set[str] = set()
    grows = True
    while grows:
        fresh = {name for name, needs in needed.items() if name not in started and needs <= started}
        started |= fresh
        grows = bool(fresh)
    stuck = [name for name in needed if name not in started]
    if stuck:
        names = ", ".join(f"`{name}`" for name in stuck)
        message = f"jobs of workflow `{workflow.name}` can never start: {names}"
        advice = "at least one job in the workflow must have no dependencies"
        yield Problem(workflow.workflow.name.place, message, "requires-cycle", help=advice)
