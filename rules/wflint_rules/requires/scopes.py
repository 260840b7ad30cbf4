"""Which names a job of a compiled workflow may require, and what people call its jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import CompiledJob, CompiledWorkflow


def entry_name(job: CompiledJob) -> str:
    """What the entry that a job comes from is called in its workflow or job group, all instances alike."""
    if job.alias is not None:
        return job.alias
    if job.group is None or job.is_synthetic:
        return job.group or job.written
    return (job.invocation.name or job.invocation.job).value


def names_beside(workflow: CompiledWorkflow, job: CompiledJob) -> Iterator[str]:
    """The names that a job's `requires` may hold, in the order of the workflow, with repetitions.

    They are those of the same workflow outside of its job groups and of the groups themselves, or, for a member of a
    group, of the other members.
    """
    for other in workflow.jobs:
        if other.group == job.group:
            if not other.is_synthetic and other.invocation is not job.invocation:
                yield entry_name(other)
                if other.matrix:
                    yield other.written.removeprefix(f"{other.group}-") if other.group else other.written
        elif job.group is None and other.group is not None:
            yield other.group
