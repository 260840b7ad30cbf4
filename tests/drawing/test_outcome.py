from wflint.analysis import Analysis
from wflint.drawing.outcome import Outcome, outcomes_of, reason_words
from wflint.pipeline.events import Event
from wflint.pipeline.plan import plan
from wflint.pipeline.reasons import Reason
from wflint.source import Source

CONFIG = """
version: 2.1
workflows:
  main:
    jobs:
      - a: {type: approval, filters: {branches: {only: main}}}
      - b: {type: approval, requires: [a]}
      - c: {type: approval}
  nightly:
    triggers: [{schedule: {cron: "0 0 * * *", filters: {branches: {only: main}}}}]
    jobs: [a: {type: approval}]
"""


def leaf(subject: str, message: str = "its filter is false") -> Reason:
    return Reason("filter-expression", message, subject, None)


def test_a_plan_becomes_outcomes_by_workflow_and_job() -> None:
    outcomes = outcomes_of(plan(Analysis(Source(CONFIG)).compiled, Event("push", "dev")))
    main, nightly = outcomes["main"], outcomes["nightly"]
    assert main.workflow == Outcome("yes", None)
    assert main.job("c") == Outcome("yes", None)
    assert main.job("a").is_faded
    assert "branch `main`" in (main.job("a").reason or "")
    assert main.job("b").is_faded
    assert nightly.workflow.is_faded
    assert nightly.job("a").reason == nightly.workflow.reason


def test_a_job_that_is_not_named_fares_as_its_workflow_does() -> None:
    outcomes = outcomes_of(plan(Analysis(Source(CONFIG)).compiled, Event("push", "dev")))
    assert outcomes["nightly"].job("elsewhere").is_faded


def test_a_reason_names_what_is_behind_it() -> None:
    middle = Reason("requirements-dropped", "`a`, which it requires, is left out", "b", None, (leaf("a"),))
    top = Reason("requirements-dropped", "`b`, which it requires, is left out", "c", None, (middle,))
    assert reason_words(top) == "`b`, which it requires, is left out (`a`: its filter is false)"
    assert reason_words(leaf("a")) == "its filter is false"


def test_equal_reasons_are_told_once_and_many_are_counted() -> None:
    shared = leaf("a")
    branches = tuple(Reason("requirements-dropped", "dropped", name, None, (shared,)) for name in "xyz")
    assert reason_words(Reason("requirements-dropped", "dropped", "t", None, branches)) == (
        "dropped (`a`: its filter is false)"
    )
    leaves = tuple(leaf(name) for name in "abcde")
    assert reason_words(Reason("requirements-dropped", "dropped", "t", None, leaves)).endswith("; and 2 more)")
