from __future__ import annotations

import pytest
from tests.pipeline.planning import branch, planned, workflow_text

from wflint.pipeline.rerun import rerun_from_failed

SEQUENCE = "[a, b: {requires: [a]}, c: {requires: [b]}, d: {requires: [c]}]"

# Entries, how jobs end at first, what starts again by wave, what is reused.
RERUNS = [
    (SEQUENCE, {"c": "failed"}, ["c", "d"], ["a", "b"]),
    ("[a, b, c: {requires: [b]}, d]", {"b": "failed"}, ["b", "c"], ["a", "d"]),
    ("[a, b, d: {requires: [b: failed]}, c: {requires: [b]}]", {"b": "failed"}, ["b", "c"], ["a", "d"]),
    ("[a, b: {requires: [a: failed]}, c: {requires: [b]}, d]", {"d": "failed"}, ["d"], ["a"]),
    ("[a, b: {requires: [a]}, c: {requires: [b, d]}, d]", {"a": "failed", "d": "failed"}, ["a", "d", "b", "c"], []),
    (
        "[a, b: {filters: {branches: {only: y}}}, c: {requires: [b]}, d: {requires: [a, c]}]",
        {"a": "failed"},
        ["a", "d"],
        [],
    ),
    ("[a, b: {requires: [a]}, c]", {"a": "canceled", "c": "failed"}, ["c"], ["a"]),
]


@pytest.mark.parametrize(("entries", "outcomes", "again", "reused"), RERUNS)
def test_failed_jobs_start_again_and_those_that_did_not_run_because_of_them(
    entries: str, outcomes: dict[str, str], again: list[str], reused: list[str]
) -> None:
    workflow = rerun_from_failed(planned(workflow_text(entries), branch("x"), **outcomes)).workflows[0]

    assert [job.name for job in workflow.jobs if job.repeat == "again"] == again
    assert [job.name for job in workflow.jobs if job.repeat == "reused"] == reused


def test_a_rerun_counts_its_waves_anew_and_succeeds() -> None:
    workflow = rerun_from_failed(planned(workflow_text(SEQUENCE), branch("x"), c="failed")).workflows[0]

    assert [(job.name, job.rank, job.status) for job in workflow.jobs if job.repeat == "again"] == [
        ("c", 0, "success"),
        ("d", 1, "success"),
    ]
    assert workflow.status == "success"


def test_what_still_cannot_run_in_the_rerun_says_why() -> None:
    entries = "[a, b, c: {requires: [a, b]}]"
    workflow = rerun_from_failed(planned(workflow_text(entries), branch("x"), a="failed", b="canceled")).workflows[0]
    job = workflow.job("c")

    assert job is not None
    assert job.reason is not None
    assert job.reason.message == "it runs only if `b` succeeds, and `b` was canceled"


def test_workflows_without_a_failure_are_not_rerun() -> None:
    assert rerun_from_failed(planned(workflow_text("[a]"), branch("x"))).workflows == ()
