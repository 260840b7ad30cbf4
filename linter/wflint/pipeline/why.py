"""Reasons for the states of jobs, each behind those it follows from."""

from __future__ import annotations

from wflint.model.names import STATUSES
from wflint.pipeline.gating import (
    BLOCKED,
    CANCELED,
    DROPPED,
    FAILED,
    NOT_RUN,
    ON_HOLD,
    STARTED,
    STATE_OF,
    SUCCESS,
    UNAUTHORIZED,
)
from wflint.pipeline.reasons import Reason, and_list

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wflint.compiler.compiled import CompiledWorkflow
    from wflint.pipeline.gating import Edge, Gates
    from wflint.source import Place

_PAST = {
    SUCCESS: "succeeded",
    FAILED: "failed",
    CANCELED: "was canceled",
    UNAUTHORIZED: "was not authorized",
    NOT_RUN: "did not run",
}
_WISHES = {
    "success": "succeeds",
    "failed": "fails",
    "canceled": "is canceled",
    "unauthorized": "is not authorized",
    "not_run": "does not run",
}


def state_word(state: int) -> str:
    """The status of a job with these possible states; `unknown` if there are several."""
    if state == DROPPED:
        return "not_run"
    return next((word for word, bit in STATE_OF.items() if bit == state), "unknown")


def job_reasons(
    workflow: CompiledWorkflow, gates: Gates, states: Sequence[int], filters: Sequence[Reason | None]
) -> list[Reason | None]:
    """For each job of a workflow why it does not start, or why that is not known; None for those that certainly do.

    `filters` are the reasons that the jobs' own filters give.
    """
    reasons: list[Reason | None] = [_circular(workflow, position) for position in range(len(states))]
    for position in gates.order:
        state = states[position]
        if state and not state & ~STARTED:
            reasons[position] = None
        elif filters[position] is not None:
            reasons[position] = filters[position]
        elif position in gates.unclear:
            reasons[position] = _unclear(workflow, position)
        else:
            reasons[position] = _from_requirements(workflow, position, gates.requires[position], states, reasons)
    return reasons


def _circular(workflow: CompiledWorkflow, position: int) -> Reason:
    job = workflow.jobs[position]
    return Reason("undecided", "it waits for jobs that wait for each other", job.name, job.place)


def _unclear(workflow: CompiledWorkflow, position: int) -> Reason:
    job = workflow.jobs[position]
    requirement = next(each for each in job.requires if not each.jobs or not each.is_known)
    message = f"it requires `{requirement.name}`, " + (
        "which its workflow lacks" if requirement.is_known else "which may stand for jobs that are not known"
    )
    return Reason("undecided", message, job.name, requirement.place or job.place)


def _from_requirements(
    workflow: CompiledWorkflow,
    position: int,
    edges: Sequence[Edge],
    states: Sequence[int],
    reasons: Sequence[Reason | None],
) -> Reason:
    job = workflow.jobs[position]
    state = states[position]

    def because(sources: Iterable[int]) -> tuple[Reason, ...]:
        return tuple(reason for source in dict.fromkeys(sources) if (reason := reasons[source]) is not None)

    def place(source: int) -> Place:
        name = workflow.jobs[source].name
        return next((each.place for each in job.requires if name in each.jobs and each.place is not None), job.place)

    sources = [edge.source for edge in edges]
    if state == DROPPED:
        names = dict.fromkeys(workflow.jobs[source].name for source in sources)
        verb = "is" if len(names) == 1 else "are"
        message = f"{and_list(names)}, which it requires, {verb} left out"
        return Reason("requirements-dropped", message, job.name, place(sources[0]), because(sources))
    if state == NOT_RUN:
        refusing = next(edge for edge in edges if states[edge.source] & ~(edge.statuses | DROPPED | ON_HOLD | BLOCKED))
        name = workflow.jobs[refusing.source].name
        wishes = " or ".join(_WISHES[status] for status in STATUSES if STATE_OF[status] & refusing.statuses)
        past = _PAST.get(states[refusing.source], "ends otherwise")
        message = f"it runs only if `{name}` {wishes or 'ends in a way that does not exist'}, and `{name}` {past}"
        return Reason("upstream-status", message, job.name, place(refusing.source), because([refusing.source]))
    if state == BLOCKED:
        waiting = next(source for source in sources if states[source] & (ON_HOLD | BLOCKED))
        name = workflow.jobs[waiting].name
        is_held = states[waiting] == ON_HOLD
        message = f"it waits for `{name}`, which " + ("is on hold" if is_held else "waits too")
        return Reason("upstream-status", message, job.name, place(waiting), because([waiting]))
    open_sources = [source for source in sources if states[source] & (states[source] - 1)]
    message = f"that depends on {and_list(dict.fromkeys(workflow.jobs[source].name for source in open_sources))}"
    return Reason("undecided", message, job.name, job.place, because(open_sources))
