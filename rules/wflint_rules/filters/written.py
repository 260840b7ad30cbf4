"""The patterns and expressions of filters as written, each once however many jobs share it."""

from __future__ import annotations

from wflint import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from wflint import CompiledWorkflow, Patterns, Scalar


class Half(NamedTuple):
    """`branches` or `tags` of a filter; `kind` is the word for one of what it filters."""

    kind: Literal["branch", "tag"]
    patterns: Patterns

    @property
    def scalars(self) -> tuple[Scalar, ...]:
        """All patterns in it, whatever the key."""
        return (self.patterns.only or ()) + (self.patterns.ignore or ())


def halves(workflow: CompiledWorkflow) -> Iterator[Half]:
    """The filter maps of a workflow's jobs, its schedules' first."""
    seen: set[int] = set()
    for trigger in workflow.workflow.triggers or ():
        if trigger.branches is not None:
            yield Half("branch", trigger.branches)
    for job in workflow.jobs:
        if job.filters is None:
            continue
        if job.filters.branches is not None and id(job.filters.branches.node) not in seen:
            seen.add(id(job.filters.branches.node))
            yield Half("branch", job.filters.branches)
        if job.filters.tags is not None and id(job.filters.tags.node) not in seen:
            seen.add(id(job.filters.tags.node))
            yield Half("tag", job.filters.tags)


def patterns(workflow: CompiledWorkflow) -> Iterator[tuple[Literal["branch", "tag"], Scalar]]:
    """Every pattern of a workflow with the word for what it stands for; those with templates are left out."""
    for half in halves(workflow):
        for scalar in half.scalars:
            if "<<" not in scalar.value:
                yield half.kind, scalar


def expressions(workflow: CompiledWorkflow) -> Iterator[Scalar]:
    """The filter expressions of a workflow's jobs."""
    seen: set[int] = set()
    for job in workflow.jobs:
        expression = job.filters.expression if job.filters is not None else None
        if expression is not None and id(expression) not in seen:
            seen.add(id(expression))
            yield expression
