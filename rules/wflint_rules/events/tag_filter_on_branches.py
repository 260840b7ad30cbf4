"""Deploying jobs with a filter for tags that run on every branch too."""

from __future__ import annotations

from wflint import Problem, Severity, WorkflowReach, is_deploying, rule
from wflint_rules.events.witnesses import first_at_each_place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import CompiledJob, Context


@rule(
    "tag-filter-on-branches",
    summary="A deploying job with a filter for certain tags runs on every branch too",
    on=WorkflowReach,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#tags",
)
def tag_filter_on_branches(reach: WorkflowReach, _: Context) -> Iterator[Problem]:
    """Jobs whose name says that they bring something out, with `tags: {only: …}` and no `branches`."""
    branches = [cell for cell, event in enumerate(reach.cells) if event.branch is not None and event.kind == "push"]
    for position, job in first_at_each_place(reach):
        if not is_deploying(job) or not _has_tags_alone(job):
            continue
        running = [cell for cell in branches if reach.runs(cell, position) == "yes"]
        if running and len(running) == len(branches):
            place = job.place if job.filters is None or job.filters.tags is None else job.filters.tags.node.place
            message = (
                f"job `{job.name}` runs on every branch, such as `{reach.cells[running[0]].branch}`, not only on tags"
            )
            advice = "leave the branches out too: `branches: {ignore: /.*/}`"
            yield Problem(place, message, help=advice)


def _has_tags_alone(job: CompiledJob) -> bool:
    filters = job.filters
    if filters is None or filters.branches is not None or filters.tags is None or filters.tags.only is None:
        return False
    return not any(pattern.value in {"/.*/", "/^.*$/", "/^.*/", "/.*$/", "/.+/"} for pattern in filters.tags.only)
