from __future__ import annotations

from typing import TYPE_CHECKING

from wflint.drawing.outcome import Outcome, WorkflowOutcome
from wflint.drawing.text import to_text

if TYPE_CHECKING:
    from tests.drawing.conftest import Pictured


def test_jobs_stand_in_the_wave_they_can_start_in(pictured: Pictured) -> None:
    text = to_text(
        pictured(
            "- a\n- b: {requires: [a]}\n- hold: {type: approval, requires: [a]}\n- d: {requires: [{hold: failed}, b]}"
        )
    )
    assert (
        text
        == """\
workflow w (4 jobs)
  1 ── a
  2 ┬─ b                ← a
    └─ hold (approval)  ← a
  3 ── d                ← hold (failed), b
"""
    )


def test_a_matrix_is_required_by_its_name(pictured: Pictured) -> None:
    text = to_text(pictured("- a: {matrix: {parameters: {v: [1, 2]}}}\n- b: {requires: [a]}"))
    assert (
        text
        == """\
workflow w (3 jobs)
  1 ┬─ a-1 [matrix a]
    └─ a-2 [matrix a]
  2 ── b               ← a (all 2)
"""
    )


def test_jobs_on_and_after_a_cycle_come_last(pictured: Pictured) -> None:
    assert (
        to_text(pictured("- a: {requires: [b]}\n- b: {requires: [a]}\n- c: {requires: [a]}\n- d"))
        == """\
workflow w (4 jobs)
  1 ── d
  in a cycle of requirements, or after one:
    ┬─ a  ← b
    ├─ b  ← a
    └─ c  ← a
"""
    )


def test_what_does_not_run_says_why(pictured: Pictured) -> None:
    outcomes = {
        "w": WorkflowOutcome(
            Outcome("yes"), {"a": Outcome("no", "the branch is `dev`"), "b": Outcome("no", "a is left out")}
        )
    }
    assert (
        to_text(pictured("- a\n- c\n- b: {requires: [a]}", outcomes=outcomes))
        == """\
workflow w (3 jobs)
  1 ┬─ a (does not run)
    │    the branch is `dev`
    └─ c
  2 ── b (does not run)  ← a
         a is left out
"""
    )


def test_a_workflow_that_does_not_run_says_why_once(pictured: Pictured) -> None:
    outcomes = {"w": WorkflowOutcome(Outcome("no", "only a schedule starts it"), {})}
    assert (
        to_text(pictured("- a", outcomes=outcomes))
        == """\
workflow w (1 job) does not run: only a schedule starts it
  1 ── a (does not run)
"""
    )


def test_details_stand_below_the_job(pictured: Pictured) -> None:
    assert (
        to_text(pictured("- a: {context: aws}", show=["contexts"]))
        == """\
workflow w (1 job)
  1 ── a
         contexts: aws
"""
    )


def test_workflows_are_paragraphs(pictured: Pictured) -> None:
    text = to_text(pictured("{version: 2.1, workflows: {v: {jobs: [a: {type: approval}]}, w: {jobs: []}}}"))
    assert text == "workflow v (1 job)\n  1 ── a (approval)\n\nworkflow w (0 jobs)\n"
