"""Comments that silence rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.engine.making import diagnose, lines, make_rule, word_rule

from wflint.compiler.compiled import CompiledConfig
from wflint.diagnostic import Frame, Problem
from wflint.engine.suppressions import Suppressions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.engine.rule import Context
    from wflint.model.config import Config

A, B = word_rule("a"), word_rule("b")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- a # wflint: ignore[bad-a]\n- a\n", [2]),
        ("- a #wflint:ignore[ bad-a ] because\n- a\n", [2]),
        ("# wflint: ignore[bad-a]\n- a\n- a\n", [3]),
        ("# wflint: ignore[bad-a]\n\n# and why\n- a\n- a\n", [5]),
        ("- x # wflint: ignore[bad-a]\n- a\n", [2]),
        ("\ufeff# wflint: ignore[bad-a]\n- a\n", []),
        ("- a # wflint: ignore[bad-b]\n", [1]),
        ("- a # wflint: ignore[bad-b, bad-a]\n", []),
        ("- a # wflint: ignore\n", [1]),
        ("- a # wflint: ignore[]\n", [1]),
        ("- a\n- a\n# wflint: ignore-file[bad-a]\n", []),
        ("- a\n# wflint: ignore-files[bad-a]\n", [1]),
        ('- a\n- "# wflint: ignore-file[bad-a]"\n', [1]),
        ("- |\n  echo # wflint: ignore-file[bad-a]\n- a\n", []),
        ("- |\n  echo '#wflint: ignore-file[bad-a]'\n- a\n", [3]),
        ("- a # cci-ignore\n- a\n", [2]),
        ("# cci-ignore\n- a\n", [2]),
        ("# cci-ignore-next-line\n- a\n- a\n", [3]),
        ("- a\n# cci-ignore-start\n- a\n# cci-ignore-end\n- a\n", [1, 5]),
        ("- a\n# cci-ignore-start\n- a\n", [1]),
        ("- a\n# cci-ignore-file\n- a\n", []),
        ("- a # cci-ignored\n", [1]),
    ],
)
def test_a_comment_silences_the_rules_it_names_where_it_counts(text: str, expected: list[int]) -> None:
    assert [line for line, _ in lines(diagnose(text, A))] == expected


def test_comments_for_the_vendors_language_server_can_be_left_out() -> None:
    assert lines(diagnose("- a # cci-ignore\n", A, honor_cci_ignore=False)) == [(1, "bad-a")]


def instances(config: Config, _: Context) -> Iterator[Problem]:
    """One problem at the first entry, seen from a call at each other entry."""
    first, *others = [entry.key for entry in config.root.entries]  # type: ignore[union-attr] # the text is a mapping
    for other in others:
        yield Problem(
            first.place, "wrong", frame=Frame("command", "c", other.place, Frame("job", "j", first.place, None))
        )


def test_at_a_call_only_what_comes_from_that_call_is_silenced() -> None:
    (found,) = diagnose("a: 1\nb: 2 # wflint: ignore[deep]\nc: 3\nd: 4\n", make_rule("deep", instances))

    assert found.occurrences == 2


def test_at_the_place_all_instances_are_silenced() -> None:
    assert diagnose("a: 1 # wflint: ignore[deep]\nb: 2\nc: 3\n", make_rule("deep", instances)) == ()


def unused(suppressions: Suppressions, context: Context) -> Iterator[Problem]:
    """Each unused name."""
    for suppression, names in suppressions.unused():
        for name, _ in names:
            yield Problem(context.document.root.place, f"{name} {suppression.line}")  # type: ignore[union-attr] # not empty


UNUSED = make_rule("unused", unused, on=Suppressions)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- a # wflint: ignore[bad-a]\n", []),
        ("- x # wflint: ignore[bad-a]\n", ["bad-a 1"]),
        ("- a # wflint: ignore[bad-a, bad-b]\n", ["bad-b 1"]),
        ("- x # wflint: ignore[not-installed]\n", []),
        ("- a # cci-ignore\n", []),
        ("- a # wflint: ignore[bad-a] twice\n# wflint: ignore-file[bad-a]\n", []),
    ],
)
def test_a_name_that_silenced_nothing_is_unused(text: str, expected: list[str]) -> None:
    found = diagnose(text, A, B, UNUSED)

    assert [one.message for one in found] == expected


def nothing(*_: object) -> Iterator[Problem]:
    yield from ()


def test_a_suppression_of_a_rule_that_did_not_see_everything_is_not_called_unused() -> None:
    text = "version: 2.1\norbs: {n: a/b@1} # wflint: ignore[deep]\nworkflows: {w: {jobs: [n/j]}}\n"

    assert diagnose(text, make_rule("deep", nothing, on=CompiledConfig), UNUSED) == ()
    assert len(diagnose(text, make_rule("deep", nothing), UNUSED)) == 1


def test_many_comments_that_silence_many_problems_are_looked_up_and_not_looked_through() -> None:
    text = "# wflint: ignore-file[bad-a]\n" * 3000 + "# wflint: ignore[bad-a]\n" * 3000 + "- a\n" * 3000

    assert diagnose(text, A, UNUSED) == ()


def test_ranges_that_overlap_are_one() -> None:
    text = "# cci-ignore-start\n- a\n- a # cci-ignore\n- a\n# cci-ignore-end\n- a\n"

    assert [one.place.source.line_column(one.place.span.start)[0] for one in diagnose(text, A)] == [6]
