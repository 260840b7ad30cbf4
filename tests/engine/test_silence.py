"""Who must not speak of a text that was not understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.engine.making import TODAY, diagnose, lines, make_rule, word_rule

from wflint.analysis import Analysis
from wflint.compiler.compiled import CompiledConfig, CompiledWorkflow
from wflint.diagnostic import Problem
from wflint.engine.run import Facts
from wflint.engine.run import diagnose as run
from wflint.engine.selection import Selected
from wflint.engine.silence import explain_silence
from wflint.model.config import Config
from wflint.source import Place, Source, Span
from wflint.syntax.document import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.engine.rule import Context

WITH_HOLES = """\
version: 2.1
jobs:
  one: {machine: true, steps: [checkout]}
  two: {machine: true, steps: [checkout]}
workflows:
  first: {jobs: [one]}
  second: {jobs: [two]}
"""


def names(workflow: CompiledWorkflow, _: Context) -> Iterator[Problem]:
    yield Problem(workflow.workflow.name.place, workflow.name)


def spoken(hole: str) -> list[str]:
    """The workflows that are judged when a part of the text is a hole."""
    analysis = Analysis(Source(WITH_HOLES, "config.yml"), kind="config")
    start = WITH_HOLES.index(hole)
    document = analysis.document._replace(holes=(Span(start, start + len(hole)),))
    analysis.__dict__["document"] = document
    rule = make_rule("names", names, on=CompiledWorkflow)
    return [one.message for one in run(analysis, [Selected(rule, "tests", None, {})], Facts(lambda: TODAY))]


@pytest.mark.parametrize(
    ("hole", "judged"),
    [
        ("jobs: [one]", ["second"]),
        ("machine: true, steps: [checkout]}\n  two", []),
        ("version", []),
    ],
)
def test_what_is_compiled_from_a_hole_is_not_judged(hole: str, judged: list[str]) -> None:
    assert spoken(hole) == judged


def test_a_hole_in_a_job_silences_the_workflows_that_invoke_it() -> None:
    assert spoken("machine") == ["second"]


def test_arguments_from_absence_are_silent_over_holes() -> None:
    found = diagnose("a: [x\nb: y\n", word_rule("b", absence=True), word_rule("b", on=Document, absence=True))

    assert found == ()


def test_arguments_from_absence_are_silent_in_a_part() -> None:
    found = diagnose("{a: b}", word_rule("a"), word_rule("b", absence=True), kind="part")

    assert lines(found) == [(1, "bad-a")]


def test_a_foreign_file_gets_rules_on_its_yaml_only() -> None:
    found = diagnose("{a: b}", word_rule("a"), word_rule("b", on=Document), kind="other")

    assert lines(found) == [(1, "bad-b")]


def whole(document: Document, _: Context) -> Iterator[Problem]:
    yield Problem(Place(document.source, Span(0, 1)), "seen")


def test_no_break_spaces_as_indentation_silence_all_other_rules() -> None:
    rules = [make_rule(name, whole, on=Document) for name in ("nbsp-indentation", "other")]
    text = "jobs:\n\u00a0\u00a0build:\n\u00a0\u00a0\u00a0\u00a0machine: true\n"

    assert {one.rule for one in diagnose(text, *rules)} == {"nbsp-indentation"}


def test_silence_is_explained_by_rule_and_reason() -> None:
    analysis = Analysis(Source("{a: b}", "config.yml"), kind="part")
    rules = [Selected(word_rule("a", absence=True), "tests", None, {}), Selected(word_rule("b"), "tests", None, {})]

    assert list(explain_silence(analysis, rules)) == ["config.yml: what this part lacks may be in another: bad-a"]


def test_an_orb_that_is_not_at_hand_is_explained() -> None:
    text = "version: 2.1\norbs: {node: circleci/node@5.1}\nworkflows: {main: {jobs: [node/test]}}\n"
    explained = list(explain_silence(Analysis(Source(text, "config.yml"), kind="config"), []))

    assert explained[0] == (
        "config.yml:2:14: orb `circleci/node@5.1` is not at hand, so what its jobs and commands do is unknown"
    )


def test_a_config_that_was_understood_leaves_nothing_to_explain() -> None:
    analysis = Analysis(Source(WITH_HOLES, "config.yml"), kind="config")
    rules = [Selected(make_rule("names", names, on=on), "tests", None, {}) for on in (CompiledConfig, Config)]

    assert list(explain_silence(analysis, rules)) == []
