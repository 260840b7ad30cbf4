"""Events of a reach as rules show them: where a job is let in, where it runs, and why it does not."""

from __future__ import annotations

from wflint import Related

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import CompiledJob, Event, Place, Reason, WorkflowReach


def place_words(event: Event) -> str:
    """`on branch `main``, `on tag `v1.0.0``."""
    return f"on branch `{event.branch}`" if event.tag is None else f"on tag `{event.tag}`"


def is_never_kept(reach: WorkflowReach, job: int) -> bool:
    """Whether filters and conditions leave a job out of every pipeline; False if that is not certain."""
    return reach.is_complete and all(reach.keeps(cell, job) is False for cell in range(len(reach.cells)))


def let_in(reach: WorkflowReach, job: int) -> Iterator[int]:
    """The cells for which the workflow exists and a job's own filters certainly let it in."""
    for cell in range(len(reach.cells)):
        if reach.workflow_runs[cell] == "yes" and reach.passes[cell][job]:
            yield cell


def first_at_each_place(reach: WorkflowReach) -> Iterator[tuple[int, CompiledJob]]:
    """The ordinary jobs, of the instances of a matrix the first only."""
    seen: set[Place] = set()
    for position, job in ordinary_jobs(reach):
        if job.place not in seen:
            seen.add(job.place)
            yield position, job


def ordinary_jobs(reach: WorkflowReach) -> Iterator[tuple[int, CompiledJob]]:
    """The jobs that somebody wrote, by position; what CircleCI adds around groups is left out."""
    for position, job in enumerate(reach.workflow.jobs):
        if not job.is_synthetic:
            yield position, job


def reason_of(reach: WorkflowReach, cell: int, job: CompiledJob) -> Reason | None:
    """Why a job does not run for a cell, as its plan has it."""
    planned = reach.planned(cell).job(job.name)
    return None if planned is None else planned.reason


def roots(reason: Reason) -> list[Reason]:
    """The reasons at the end of a chain of requirements that were left out, each once, in the order of the text."""
    found: dict[int, Reason] = {}
    waiting = [reason]
    while waiting:
        current = waiting.pop(0)
        if current.kind == "requirements-dropped" and current.because:
            waiting = [*current.because, *waiting]
        else:
            found.setdefault(id(current), current)
    return list(found.values())


def explained(reason: Reason) -> tuple[Related, ...]:
    """The places that left the jobs before a job out, at most three."""
    return tuple(
        Related(root.place, f"`{root.subject}`: {root.message}") for root in roots(reason)[:3] if root.place is not None
    )
