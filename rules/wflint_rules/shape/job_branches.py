"""A job has `branches`, a key of config version 2 without workflows."""

from __future__ import annotations

from wflint import Config, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint import Context, Problem


@rule(
    "job-branches",
    summary="A job has `branches`, a key of config version 2 without workflows",
    on=Config,
    relays=True,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#branches-deprecated",
)
def job_branches(config: Config, context: Context) -> Sequence[Problem]:
    """`branches` inside a job."""
    return context.found(config, "job-branches")
