"""What becomes of the jobs of a workflow: which are left out, which run, with which outcome; nothing but numbers.

Jobs are positions, sets of states are bit masks. A job whose state is not known has several bits; that each of its
requirements may take any of its states whatever the others do makes the answer larger than necessary at times, never
smaller.
Source: https://circleci.com/docs/reference/configuration-reference/#requires
"""

from __future__ import annotations

from wflint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

DROPPED = 1
SUCCESS = 2
FAILED = 4
CANCELED = 8
UNAUTHORIZED = 16
NOT_RUN = 32
ON_HOLD = 64
BLOCKED = 128

STARTED = SUCCESS | FAILED | CANCELED | UNAUTHORIZED | ON_HOLD
"""States of a job that was left in the workflow and came to its turn."""
ANY = 255

STATE_OF = {
    "success": SUCCESS,
    "failed": FAILED,
    "canceled": CANCELED,
    "unauthorized": UNAUTHORIZED,
    "not_run": NOT_RUN,
    "on_hold": ON_HOLD,
    "blocked": BLOCKED,
}
"""States by their names in CircleCI; a job that its filters leave out has none."""


class Edge(NamedTuple):
    """A requirement: the position of the required job, and the mask of final states that satisfy it."""

    source: int
    statuses: int


class Gates(NamedTuple):
    """The requirements of each job, and an order in which every job comes after those it requires.

    `requires` has one tuple a job. `unclear` are the positions of jobs with a requirement that is not known;
    jobs on a cycle, and those behind one, are missing from the order.
    """

    requires: tuple[tuple[Edge, ...], ...]
    order: tuple[int, ...]
    unclear: frozenset[int] = frozenset()


def settle(gates: Gates, passes: Sequence[bool | None], outcomes: Sequence[int]) -> list[int]:
    """The possible states of every job.

    `passes` says whether each job's own filters let it in (None: unknown), `outcomes` in which states each ends if it
    comes to its turn.
    """
    states = [ANY] * len(gates.requires)
    for position in gates.order:
        if passes[position] is False:
            states[position] = DROPPED
            continue
        state = state_behind(gates.requires[position], states, outcomes[position])
        if position in gates.unclear:
            state |= DROPPED | NOT_RUN | outcomes[position]
        states[position] = state | DROPPED if passes[position] is None else state
    return states


def state_behind(edges: Sequence[Edge], states: Sequence[int], outcome: int) -> int:
    """The possible states of a job whose own filters let it in, `states` being those of all jobs before it."""
    if not edges:
        return outcome
    may_lose_all = may_start = may_wait = True
    may_be_refused = has_waiting = has_satisfied = False
    for source, statuses in edges:
        state = states[source]
        waiting = state & (ON_HOLD | BLOCKED)
        final = state & ~(ON_HOLD | BLOCKED | DROPPED)
        is_passed = state & DROPPED or final & statuses
        may_lose_all = may_lose_all and bool(state & DROPPED)
        may_be_refused = may_be_refused or bool(final & ~statuses)
        may_start = may_start and bool(is_passed)
        may_wait = may_wait and bool(is_passed or waiting)
        has_waiting = has_waiting or bool(waiting)
        has_satisfied = has_satisfied or bool(final & statuses)
    return (
        (DROPPED if may_lose_all else 0)
        | (NOT_RUN if may_be_refused else 0)
        | (BLOCKED if may_wait and has_waiting else 0)
        | (outcome if may_start and has_satisfied else 0)
    )
