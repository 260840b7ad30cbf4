"""The run: from rules to diagnostics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.engine.making import diagnose, lines, make_rule, word_rule

from wflint.compiler.compiled import CompiledConfig, CompiledJob, CompiledWorkflow
from wflint.diagnostic import Frame, Problem, Related, Severity
from wflint.engine.rule import Option
from wflint.errors import RuleError
from wflint.model.config import Config
from wflint.model.executable import Job, Step
from wflint.model.workflow import Workflow
from wflint.syntax.document import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.engine.rule import Context

CONFIG = """\
version: 2.1
jobs:
  build:
    machine: true
    steps:
      - checkout
      - when: {condition: true, steps: [one, unless: {condition: true, steps: [two]}]}
commands: {test: {steps: [three]}}
workflows:
  main: {jobs: [build]}
"""


def names_of(subject: object) -> str:
    """A subject's name, else its type."""
    name = getattr(subject, "name", None)
    return str(getattr(name, "value", name) or type(subject).__name__)


@pytest.mark.parametrize(
    ("on", "subjects"),
    [
        (Document, ["Document"]),
        (Config, ["Config"]),
        (Workflow, ["main"]),
        (Job, ["build"]),
        (Step, ["checkout", "when", "one", "unless", "two", "three"]),
        (CompiledConfig, ["CompiledConfig"]),
        (CompiledWorkflow, ["main"]),
        (CompiledJob, ["build"]),
    ],
)
def test_a_rule_gets_each_subject_of_its_stage(on: type, subjects: list[str]) -> None:
    def check(subject: object, context: Context) -> Iterator[Problem]:
        yield Problem(context.document.root.place, names_of(subject))  # type: ignore[union-attr] # the text is not empty

    found = diagnose(CONFIG, make_rule("subjects", check, on=on))

    assert sorted(one.message for one in found) == sorted(subjects)


def test_diagnostics_are_in_the_order_of_the_text_then_of_the_rules_names() -> None:
    found = diagnose("{x: a, y: b}", word_rule("b"), word_rule("y"), word_rule("a"))

    assert [one.rule for one in found] == ["bad-a", "bad-y", "bad-b"]


def called(config: Config, _: Context) -> Iterator[Problem]:
    """The same problem seen from a call at each entry."""
    assert config.root is not None
    for entry in config.root.entries:
        yield Problem(config.root.place, "too much", frame=Frame("command", entry.name or "", entry.key.place, None))


def test_equal_problems_of_many_instances_are_one_diagnostic_with_the_first_chain() -> None:
    (found,) = diagnose("{one: 1, two: 2, three: 3}", make_rule("many", called))

    assert found.occurrences == 3
    assert [related.message for related in found.related] == ["command `one` is called here"]


def test_the_chain_of_calls_follows_the_rules_own_places_innermost_first() -> None:
    def check(config: Config, _: Context) -> Iterator[Problem]:
        first, second, third = (entry.key for entry in config.root.entries)  # type: ignore[union-attr] # not empty
        frame = Frame("command", "install", second.place, Frame("job", "test", third.place, None))
        yield Problem(first.place, "wrong", related=(Related(first.place, "see here"),), frame=frame)

    (found,) = diagnose("{one: 1, two: 2, three: 3}", make_rule("chained", check))

    assert [related.message for related in found.related] == [
        "see here",
        "command `install` is called here",
        "job `test` is invoked here",
    ]


def test_a_call_at_a_place_that_is_shown_already_is_left_out() -> None:
    def check(config: Config, _: Context) -> Iterator[Problem]:
        first, second = (entry.key for entry in config.root.entries)  # type: ignore[union-attr] # the text is a mapping
        frame = Frame("command", "install", first.place, Frame("job", "test", second.place, None))
        yield Problem(first.place, "wrong", related=(Related(second.place, "see here"),), frame=frame)

    (found,) = diagnose("{one: 1, two: 2}", make_rule("chained", check))

    assert [related.message for related in found.related] == ["see here"]


def test_a_problems_own_severity_goes_before_the_rules() -> None:
    def check(config: Config, _: Context) -> Iterator[Problem]:
        yield Problem(config.root.place, "harmless", severity=Severity.INFO)  # type: ignore[union-attr] # not empty

    (found,) = diagnose("{a: 1}", make_rule("mild", check, severity=Severity.ERROR))

    assert found.severity is Severity.INFO


def test_the_settings_severity_goes_before_all_others() -> None:
    (found,) = diagnose("{a: 1}", word_rule("a"), severity=Severity.WARNING)

    assert found.severity is Severity.WARNING


def test_relayed_problems_are_found_by_kind() -> None:
    def check(document: Document, context: Context) -> Iterator[Problem]:
        yield from context.found(document, "undefined-alias")

    found = diagnose("{a: *b, c: *d}", make_rule("undefined-alias", check, on=Document))

    assert len(found) == 2


def test_a_rule_has_the_defaults_of_its_options() -> None:
    def check(config: Config, context: Context) -> Iterator[Problem]:
        yield Problem(config.root.place, f"at most {context.options['most']}")  # type: ignore[union-attr] # not empty

    (found,) = diagnose("{a: 1}", make_rule("limited", check, options=(Option("most", 7, "The limit"),)))

    assert found.message == "at most 7"


def broken(*_: object) -> Iterator[Problem]:
    """A check with a bug."""
    yield from ()
    raise KeyError("sweets")


def test_a_rule_that_raises_names_itself_its_pack_and_the_place() -> None:
    with pytest.raises(RuleError) as caught:
        diagnose(CONFIG, make_rule("fragile", broken, on=Job))

    assert str(caught.value) == "rule `fragile` of pack `tests` failed at config.yml:3:3: KeyError: 'sweets'"


def test_an_editor_sees_the_rest_when_a_rule_raises() -> None:
    crashes: list[RuleError] = []
    found = diagnose("{a: 1}", make_rule("fragile", broken), word_rule("a"), on_crash=crashes.append)

    assert lines(found) == [(1, "bad-a")]
    assert len(crashes) == 1
