from __future__ import annotations

import pytest
from tests.localrun.planning import plans, workflow

from wflint.errors import UsageError

TWO = """\
version: 2.1
jobs: {a: {machine: true, steps: []}, b: {machine: true, steps: []}}
workflows:
  one: {jobs: [a, b: {requires: [a]}]}
  two: {jobs: [a]}
  off: {when: false, jobs: [a]}
"""


def test_every_workflow_that_the_event_starts_is_taken() -> None:
    assert [plan.name for plan in plans(TWO)] == ["one", "two"]


def test_one_workflow_can_be_taken() -> None:
    assert [plan.name for plan in plans(TWO, workflows=["two"])] == ["two"]


def test_a_job_brings_all_before_it() -> None:
    plan = workflow("[a, b: {requires: [a]}, c: {requires: [b]}, d]", jobs="a b c d")

    assert [job.name for job in plan.jobs] == ["a", "b", "c", "d"]
    assert [job.name for job in plans(TWO, jobs=["b"])[0].jobs] == ["a", "b"]


def test_only_workflows_with_a_chosen_job_are_taken() -> None:
    assert [plan.name for plan in plans(TWO, jobs=["b"])] == ["one"]


def test_the_name_of_a_matrix_stands_for_its_jobs() -> None:
    text = """\
version: 2.1
jobs: {t: {machine: true, parameters: {v: {type: string}}, steps: [run: << parameters.v >>]}}
workflows: {w: {jobs: [t: {matrix: {parameters: {v: [x, y]}}}]}}
"""
    assert [job.name for job in plans(text, jobs=["t"])[0].jobs] == ["t-x", "t-y"]
    assert [job.name for job in plans(text, jobs=["t-y"])[0].jobs] == ["t-y"]


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ({"workflows": ["won"]}, "there is no workflow `won`; there is `one`, `two` and `off`"),
        ({"workflows": ["twoo"]}, "there is no workflow `twoo`; did you mean `two`?"),
        ({"jobs": ["zzz"]}, "no workflow has a job `zzz`; there is `a` and `b`"),
        ({"workflows": ["off"]}, r"push to branch `main` starts no workflow; `off`: its `when` is false \(config.yml"),
        ({"workflows": ["off"], "jobs": ["a"]}, "job `a` does not run for push to branch `main`: its `when` is false"),
    ],
)
def test_what_is_not_there_or_does_not_run_is_said(chosen: dict[str, list[str]], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        plans(TWO, workflows=chosen.get("workflows", ()), jobs=chosen.get("jobs", ()))
