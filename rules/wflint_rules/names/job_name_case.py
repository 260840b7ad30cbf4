"""Jobs whose names differ in letter case only."""

from __future__ import annotations

from wflint import Config, Problem, Related, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context, Scalar


@rule(
    "job-name-case",
    summary="Two jobs have names that differ in letter case only",
    on=Config,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#job-name",
)
def job_name_case(config: Config, _: Context) -> Iterator[Problem]:
    """The documentation wants names of jobs to be unique whatever their case."""
    first: dict[str, Scalar] = {}
    jobs = [job.name for job in config.jobs.values()]
    for name in (*jobs, *(group.name for group in config.job_groups.values())):
        other = first.setdefault(name.value.casefold(), name)
        if other.value != name.value:
            yield Problem(
                name.place,
                f"job `{name.value}` differs from job `{other.value}` in letter case only",
                related=(Related(other.place, f"`{other.value}`"),),
                help="rename one of them: CircleCI documents names of jobs as unique regardless of case",
            )
