from __future__ import annotations

from tests.pipeline.planning import branch, planned, workflow_text

from wflint.pipeline.times import Timeline, timeline

DIAMOND = "[a, b: {requires: [a]}, c: {requires: [a]}, d: {requires: [b, c]}]"
SECONDS = {"a": 10.0, "b": 20.0, "c": 5.0, "d": 1.0}


def times(entries: str, seconds: dict[str, float], concurrency: int | None = None) -> Timeline:
    return timeline(planned(workflow_text(entries), branch("x")), seconds, concurrency)


def test_jobs_start_when_all_they_wait_for_have_finished() -> None:
    found = times(DIAMOND, SECONDS)

    assert {key[1]: (timing.start, timing.finish) for key, timing in found.timings.items()} == {
        "a": (0, 10),
        "b": (10, 30),
        "c": (10, 15),
        "d": (30, 31),
    }
    assert found.wall == 31


def test_slack_is_how_much_longer_a_job_may_take() -> None:
    found = times(DIAMOND, SECONDS)

    assert {key[1]: timing.slack for key, timing in found.timings.items()} == {"a": 0, "b": 0, "c": 15, "d": 0}
    assert found.critical_paths == {"w": ("a", "b", "d")}


def test_with_one_machine_jobs_run_one_after_the_other() -> None:
    found = times("[a, b, c]", {"a": 1, "b": 2, "c": 3}, 1)

    assert [(timing.start, timing.finish) for timing in found.timings.values()] == [(0, 1), (1, 3), (3, 6)]


def test_two_machines_are_kept_busy() -> None:
    found = times("[a, b, c, d: {requires: [a]}]", {"a": 4, "b": 1, "c": 1, "d": 1}, 2)

    assert {key[1]: timing.start for key, timing in found.timings.items()} == {"a": 0, "b": 0, "c": 1, "d": 4}
    assert found.wall == 5


def test_a_parallel_job_takes_a_machine_for_each_container() -> None:
    text = workflow_text("[a, b]").replace("a: {machine: true", "a: {parallelism: 3, machine: true")
    found = timeline(planned(text, branch("x")), {"a": 10, "b": 5}, 2)

    assert {key[1]: (timing.start, timing.finish) for key, timing in found.timings.items()} == {
        "a": (0, 20),
        "b": (10, 15),
    }


def test_approvals_take_neither_time_nor_a_machine() -> None:
    found = times("[a, hold: {type: approval}, b: {requires: [hold]}]", {"a": 5, "b": 5}, 2)

    assert found.wall == 5
    assert found.unknown == ()


def test_jobs_without_a_duration_are_named_and_take_no_time() -> None:
    found = times("[a, b: {requires: [a]}]", {"b": 5})

    assert found.unknown == ("a",)
    assert found.wall == 5


def test_a_duration_may_be_given_for_one_workflow_or_for_what_is_invoked() -> None:
    text = workflow_text("[a: {name: x}, a: {name: y}]")
    found = timeline(planned(text, branch("x")), {"a": 5, "w/y": 7})

    assert [timing.finish for timing in found.timings.values()] == [5, 7]


def test_jobs_that_do_not_run_have_no_times() -> None:
    found = times("[a, b: {filters: {branches: {only: main}}}]", {"a": 1, "b": 100})

    assert list(found.timings) == [("w", "a")]
