from __future__ import annotations

from pathlib import Path

import pytest
from tests.syntax.texts import data, document, problems, shown

from wflint.source import Source
from wflint.syntax.edits import apply_edits
from wflint.syntax.parsing import parse

SEED = Path(__file__).parents[2] / "fixtures/seed"
ONE = "nbsp-indentation: this line is indented with no-break spaces (U+00A0)"


def many(count: int) -> str:
    return f"nbsp-indentation: {count} lines are indented with no-break spaces (U+00A0)"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("parallel", []),
        ("sequential", [f"2:1 {many(13)}"]),
        ("fan-out-fan-in", [f"2:1 {many(22)}"]),
        ("branch-level", [f"2:1 {many(15)}"]),
        (
            "workspace",
            [
                f"2:1 {many(3)}",
                f"8:1 {many(5)}",
                f"14:1 {many(4)}",
                f"19:1 {many(5)}",
                f"25:1 {many(6)}",
                f"33:1 {ONE}",
                f"35:1 {many(6)}",
            ],
        ),
    ],
)
def test_the_seeds_examples_get_a_problem_for_each_run_of_lines(name: str, expected: list[str]) -> None:
    assert problems(read(name)) == expected


@pytest.mark.parametrize("name", ["sequential", "fan-out-fan-in", "branch-level", "workspace"])
def test_the_seeds_examples_are_clean_once_repaired(name: str) -> None:
    text = read(name)
    fixes = {problem.fix for problem in document(text).problems}
    (fix,) = fixes
    assert fix is not None
    repaired = apply_edits(text, fix.edits)

    assert fix.safe
    assert "\xa0" not in repaired
    assert repaired == text.replace("\xa0", " ")
    assert problems(repaired) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:\n\xa0\xa0b: 1", [f"2:1 {ONE}"]),
        ("a:\n \xa0b: 1\n \xa0c: 2\nd:\n\xa0 e: 3", [f"2:1 {many(2)}", f"5:1 {ONE}"]),
        ("a: b\n\xa0c: d", [f"2:1 {ONE}"]),
        ("- a\n\xa0\xa0- b", [f"2:1 {ONE}"]),
        ("a:\r\n\xa0b: 1\r\n", [f"2:1 {ONE}"]),
        ("a: b: c\n\xa0\xa0d: e", ["1:5 yaml-syntax: a second `: ` stands in the value of `a`"]),
        ("a: 1\n\xa0\n", [f"2:1 {ONE}"]),
    ],
)
def test_lines_whose_structure_the_spaces_break_are_reported(text: str, expected: list[str]) -> None:
    assert problems(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a: b\xa0c",
        "a: |\n  b\n  \xa0\xa0c\n",
        "a: 'b\n\xa0\xa0c'",
        'a: "b\n  \xa0c"',
        "a: b # \xa0c\n",
        "a: |\n  b\n\n  \xa0c\nd: e",
        "a\xa0b: c",
    ],
)
def test_spaces_that_are_content_are_not(text: str) -> None:
    assert problems(text) == []


def test_the_fix_reaches_line_ends_and_what_follows_dashes_and_colons() -> None:
    text = "a:\n\xa0-\xa0b\xa0\xa0\n\xa0-\xa0c:\xa0d\xa0e\n"
    fix = document(text).problems[0].fix
    assert fix is not None
    repaired = apply_edits(text, fix.edits)

    assert data(document(repaired).root) == {"a": ["b", {"c": "d\xa0e"}]}


def test_nothing_else_is_said_of_such_a_text() -> None:
    found = document("a:\n\xa0b: *unknown\n\xa0c: !tag d\n")

    assert {problem.kind for problem in found.problems} == {"nbsp-indentation"}
    assert not found.is_complete


def test_the_tree_of_such_a_text_is_that_of_the_repaired_one() -> None:
    assert data(document("a:\n\xa0\xa0b: 1").root) == {"a": {"b": 1}}


@pytest.mark.parametrize(
    "text",
    [
        "\xa0" * 200_000 + "a: 1",
        "\xa0: 1\na: " + "\xa0 " * 100_000 + "x",
        "a:\n" + "\xa0b: 1\n\n" * 5_000,
        "\xa0-" * 50_000,
    ],
)
def test_a_text_full_of_such_spaces_is_judged_soon(text: str) -> None:
    assert shown(parse(Source(text)).problems[0]).endswith("(U+00A0)")


def read(name: str) -> str:
    return (SEED / f"{name}.yml").read_bytes().decode()
