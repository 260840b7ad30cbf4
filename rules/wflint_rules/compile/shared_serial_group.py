"""Two entries of a workflow wait for the same lock."""

from __future__ import annotations

from wflint import CompiledWorkflow, Problem, Related, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context, Scalar


@rule(
    "shared-serial-group",
    summary="Two entries of a workflow have the same `serial-group`",
    on=CompiledWorkflow,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/guides/orchestrate/controlling-serial-execution-across-your-organization/",
)
def shared_serial_group(workflow: CompiledWorkflow, _: Context) -> Iterator[Problem]:
    """Groups are compared as compiled; those that are not known, and the instances of one matrix, are passed over."""
    first: dict[str, Scalar] = {}
    reported: set[int] = set()
    for job in workflow.jobs:
        written = job.invocation.serial_group
        if written is None or job.serial_group is None or not isinstance(job.serial_group.data, str):
            continue
        name = job.serial_group.data
        earlier = first.setdefault(name, written)
        if earlier is not written and id(written) not in reported:
            reported.add(id(written))
            yield Problem(
                written.place,
                f"serial group `{name}` is used again in workflow `{workflow.name}`, so jobs may wait for each other",
                related=(Related(earlier.place, "the first time"),),
                help="give each a group of its own, or put both jobs into one job group that has the `serial-group`",
            )
