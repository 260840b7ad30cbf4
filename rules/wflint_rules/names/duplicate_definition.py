"""A job, command, executor, orb, job group or workflow that is defined twice."""

from __future__ import annotations

from wflint import Config, Problem, Related, Severity, rule
from wflint_rules.names.definitions import is_definition, repeats_in, sections_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context


@rule(
    "duplicate-definition",
    summary="A job, command, executor, orb, job group or workflow is defined twice",
    on=Config,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#job-name",
)
def duplicate_definition(config: Config, context: Context) -> Iterator[Problem]:
    """Names are unique in their section; jobs and job groups share theirs."""
    for section in sections_of(config):
        for first, again in repeats_in(section.mapping, context.document.holes):
            if is_definition(section, again):
                yield Problem(
                    again.place,
                    f"{section.kind} `{again.value}` is defined again, so its first definition is lost",
                    related=(Related(first.place, "the first definition"),),
                    help="rename one of them or remove the one that is not meant",
                )
    for name, group in config.job_groups.items():
        if name in config.jobs:
            yield Problem(
                group.name.place,
                f"job group `{name}` has the name of a job",
                related=(Related(config.jobs[name].name.place, "the job"),),
                help="rename one of them: an entry of a workflow could mean either",
            )
