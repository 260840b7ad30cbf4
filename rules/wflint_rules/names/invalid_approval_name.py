"""An approval whose name is none that a job may have."""

from __future__ import annotations

from itertools import chain

from wflint import Config, Problem, Severity, regex, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context

_JOB_NAME = regex(r"[A-Za-z][A-Za-z\s\d_-]*")


@rule(
    "invalid-approval-name",
    summary="An approval has a name that jobs may not have",
    on=Config,
    severity=Severity.WARNING,
    since="0.1",
    source="https://github.com/CircleCI-Public/circleci-yaml-language-server",
)
def invalid_approval_name(config: Config, _: Context) -> Iterator[Problem]:
    """The key of an approval is its name; nothing is defined under it whose name could be checked."""
    in_workflows = (workflow.invocations for workflow in config.workflows.values())
    in_groups = (group.invocations for group in config.job_groups.values())
    for invocation in chain.from_iterable(chain(in_workflows, in_groups)):
        name = invocation.job.value
        if invocation.is_approval and "<<" not in name and not _JOB_NAME.fullmatch(name):
            yield Problem(
                invocation.job.place,
                f"approval `{name}` has a name that jobs may not have",
                help="begin with a letter and use letters, digits, blanks, `_` and `-`",
            )
