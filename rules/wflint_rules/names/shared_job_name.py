"""Jobs of one explicit name, which CircleCI tells apart by numbers."""

from __future__ import annotations

from wflint import CompiledConfig, Problem, Related, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wflint import CompiledJob, Context

MOST_NAMED = 4


@rule(
    "shared-job-name",
    summary="Several jobs are given one name, to which CircleCI appends numbers",
    on=CompiledConfig,
    severity=Severity.INFO,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#name",
)
def shared_job_name(compiled: CompiledConfig, _: Context) -> Iterator[Problem]:
    """Names are unique over all workflows; jobs that are merely invoked repeatedly are numbered as documented."""
    holders: dict[str, list[CompiledJob]] = {}
    for workflow in compiled.workflows:
        for job in workflow.jobs:
            if job.name != job.written and not job.is_synthetic:
                holders.setdefault(job.written, []).append(job)
    for name, jobs in holders.items():
        named = [job for job in jobs if job.invocation.name is not None]
        if named and not _is_one_templated_matrix(jobs):
            yield _problem(name, named[0], jobs)


def _is_one_templated_matrix(jobs: Sequence[CompiledJob]) -> bool:
    """Whether all are instances whose name was meant to differ: that is reported as `matrix-collision`."""
    first = jobs[0].invocation
    return first.name is not None and "<<" in first.name.value and all(job.invocation is first for job in jobs)


def _problem(name: str, first: CompiledJob, jobs: Sequence[CompiledJob]) -> Problem:
    names = list(dict.fromkeys(job.name for job in jobs))
    shown = ", ".join(f"`{new}`" for new in names[:MOST_NAMED])
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    others = {job.place: job.name for job in jobs if job.place != first.place}
    return Problem(
        first.place,
        f"{len(names)} jobs are named `{name}`; CircleCI runs them as {shown}{more}",
        related=tuple(Related(place, f"runs as `{new}`") for place, new in others.items()),
        help="give each a name of its own if the names matter, to required checks for example",
    )
