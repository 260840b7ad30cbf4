from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pipeline.planning import branch, flow

from wflint.pipeline.gates import mask_of
from wflint.pipeline.gating import (
    ANY,
    BLOCKED,
    CANCELED,
    DROPPED,
    FAILED,
    NOT_RUN,
    ON_HOLD,
    STATE_OF,
    SUCCESS,
    UNAUTHORIZED,
    Edge,
    Gates,
    settle,
)

STATUSES = ("success", "failed", "canceled", "unauthorized", "not_run")
# What a job behind `x` does for each outcome of `x`, in the order above.
GATED = [
    ("a", "success not_run not_run not_run not_run"),
    ("{a: failed}", "not_run success not_run not_run not_run"),
    ("{a: [success, failed]}", "success success not_run not_run not_run"),
    ("{a: not_run}", "not_run not_run not_run not_run success"),
    ("{a: terminal}", "success success success success success"),
    ("{a: [failed, terminal]}", "success success success success success"),
]


@pytest.mark.parametrize(("requirement", "expected"), GATED)
def test_a_requirement_is_satisfied_by_its_statuses_alone(requirement: str, expected: str) -> None:
    entries = f"[e, a: {{requires: [e]}}, b: {{requires: [{requirement}]}}]"
    answers = []
    for status in STATUSES:
        outcomes = {"e": "failed"} if status == "not_run" else {"a": status}
        job = flow(entries, branch("x"), outcomes).job("b")
        assert job is not None
        answers.append(job.status)

    assert answers == expected.split()


@pytest.mark.parametrize(("statuses", "status"), [("[failed, not_run]", "success"), ("failed", "not_run")])
def test_a_job_behind_one_that_did_not_run(statuses: str, status: str) -> None:
    found = flow(f"[a, b: {{requires: [a]}}, c: {{requires: [b: {statuses}]}}]", branch("x"), {"a": "failed"})
    job = found.job("c")

    assert job is not None
    assert job.status == status


def test_a_hold_blocks_what_waits_for_it_unless_something_else_refuses() -> None:
    found = flow(
        "[hold: {type: approval}, a, b: {requires: [hold]}, c: {requires: [b]}, d: {requires: [hold, a]}]",
        branch("x"),
        {"hold": "on_hold", "a": "failed"},
    )

    assert {job.name: job.status for job in found.jobs} == {
        "hold": "on_hold",
        "a": "failed",
        "b": "blocked",
        "c": "blocked",
        "d": "not_run",
    }


def test_the_reason_of_a_job_that_did_not_run_is_the_status_it_met() -> None:
    found = flow("[a, b: {requires: [a]}, c: {requires: [b: [success, failed]]}]", branch("x"), {"a": "canceled"})
    job = found.job("c")

    assert job is not None
    assert job.reason is not None
    assert job.reason.kind == "upstream-status"
    assert job.reason.message == "it runs only if `b` succeeds or fails, and `b` did not run"
    assert [each.message for each in job.reason.because] == ["it runs only if `a` succeeds, and `a` was canceled"]


def test_what_is_unknown_gives_every_state_it_may_lead_to() -> None:
    plain = (Edge(0, SUCCESS),)

    assert settle(Gates(((), plain), (0, 1)), [None, True], [SUCCESS, SUCCESS]) == [DROPPED | SUCCESS] * 2
    assert settle(Gates(((), plain), (0, 1)), [None, True], [FAILED, SUCCESS]) == [DROPPED | FAILED, DROPPED | NOT_RUN]
    assert (
        settle(Gates(((), (), (*plain, Edge(1, SUCCESS))), (0, 1, 2)), [None, True, True], [SUCCESS] * 3)[2] == SUCCESS
    )
    assert settle(Gates((plain, (Edge(0, SUCCESS),)), ()), [True, True], [SUCCESS] * 2) == [ANY, ANY]


class Case(NamedTuple):
    """A random workflow: for each job its requirements, whether its filters pass, and how it ends if it runs."""

    requires: tuple[tuple[tuple[int, frozenset[str]], ...], ...]
    passes: tuple[bool, ...]
    outcomes: tuple[str, ...]


def reference(case: Case) -> list[str]:
    """What the documentation says, by repeating until nothing changes."""
    count = len(case.requires)
    kept = set(range(count))
    kept -= {job for job in kept if not case.passes[job]}
    while True:
        lost = {job for job in kept if case.requires[job] and not any(dep in kept for dep, _ in case.requires[job])}
        if not lost:
            break
        kept -= lost
    status = ["dropped"] * count
    for job in range(count):
        if job not in kept:
            continue
        live = [(dep, allowed) for dep, allowed in case.requires[job] if dep in kept]
        refused = [dep for dep, allowed in live if status[dep] not in {*allowed, "on_hold", "blocked"}]
        waits = [dep for dep, _ in live if status[dep] in {"on_hold", "blocked"}]
        status[job] = "not_run" if refused else "blocked" if waits else case.outcomes[job]
    return status


@st.composite
def cases(draw: st.DrawFn, outcomes: tuple[str, ...] = ("success", "failed", "canceled", "on_hold")) -> Case:
    count = draw(st.integers(1, 9))
    statuses = st.frozensets(st.sampled_from(STATUSES), min_size=1)
    requires = []
    for job in range(count):
        edges = st.lists(st.tuples(st.integers(0, job - 1), statuses), max_size=3) if job else st.just([])
        requires.append(tuple(draw(edges)))
    passes = draw(st.lists(st.sampled_from([True, True, False]), min_size=count, max_size=count))
    ends = draw(st.lists(st.sampled_from(outcomes), min_size=count, max_size=count))
    return Case(tuple(requires), tuple(passes), tuple(ends))


def gates(case: Case) -> Gates:
    edges = tuple(tuple(Edge(dep, mask_of(allowed)) for dep, allowed in each) for each in case.requires)
    return Gates(edges, tuple(range(len(edges))))


def words(states: list[int]) -> list[str]:
    names = {bit: word for word, bit in STATE_OF.items()} | {DROPPED: "dropped"}
    return [names[state] for state in states]


def agree(case: Case) -> None:
    assert words(settle(gates(case), case.passes, [STATE_OF[each] for each in case.outcomes])) == reference(case)


@given(cases())
@settings(max_examples=300, deadline=None)
def test_the_states_are_those_of_the_documentation(case: Case) -> None:
    agree(case)


@pytest.mark.slow
@given(cases())
@settings(max_examples=10_000, deadline=None)
def test_the_states_are_those_of_the_documentation_in_ten_thousand_cases(case: Case) -> None:
    agree(case)


@given(cases(), st.data())
@settings(max_examples=200, deadline=None)
def test_unknown_filters_cover_every_way_they_may_turn_out(case: Case, data: st.DataObject) -> None:
    open_jobs = data.draw(st.sets(st.integers(0, len(case.passes) - 1), max_size=3))
    passes = [None if job in open_jobs else each for job, each in enumerate(case.passes)]
    outcomes = [STATE_OF[each] for each in case.outcomes]
    covering = settle(gates(case), passes, outcomes)
    exact = settle(gates(case), case.passes, outcomes)

    assert all(one & many == one for one, many in zip(exact, covering, strict=True))


def test_every_status_has_a_bit_of_its_own() -> None:
    bits = [DROPPED, SUCCESS, FAILED, CANCELED, UNAUTHORIZED, NOT_RUN, ON_HOLD, BLOCKED]

    assert sum(bits) == ANY
