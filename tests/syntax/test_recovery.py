from __future__ import annotations

import pytest
from tests.syntax.texts import Plain, data, document, problems, shown, slices

from wflint.source import Source
from wflint.syntax.limits import PROBLEM_LIMIT
from wflint.syntax.parsing import parse


@pytest.mark.parametrize(
    ("text", "data_left", "holes"),
    [
        ("a: 1\nb: c: d\ne: 2", {"a": 1, "b": None, "e": 2}, [" c: d"]),
        ("a: 'b\nc: d\ne: f", {"a": None, "c": "d", "e": "f"}, [" 'b"]),
        ('a: "b\nc: "d"\ne: f', {"a": None, "c": "d", "e": "f"}, [' "b']),
        ("a: [b, c\nd: e", {"a": None, "d": "e"}, [" [b, c"]),
        ("steps:\n  - checkout\n  - ru\n    x\n  ste", {"steps": ["checkout", "ru x"]}, ["  ste"]),
        ("jobs:\n  build:\n    steps: []\n  tes", {"jobs": {"build": {"steps": []}, "tes": None}}, ["tes"]),
        ("a: 1\nbb\nc: 2", {"a": 1, "bb": None, "c": 2}, ["bb"]),
        ("a:\n    b: 1\n  c: 2\nd: 3", {"a": {"b": 1}, "d": 3}, ["  c: 2"]),
        ("a: 1\n}\nb: 2", {"a": 1, "b": 2}, ["}"]),
        ("a: |\n  b\n c\nd: e", {"a": "b\n", "d": "e"}, [" c"]),
        ("a:\n  - |\n    b\n   c\nd: e", {"a": ["b\n"], "d": "e"}, ["   c"]),
        (
            "<<<<<<< x\na: 1\n=======\na: 2\n>>>>>>> y\nb: 3",
            {"a": 1, "b": 3},
            ["<<<<<<< x\na: 1\n=======\na: 2\n>>>>>>> y"],
        ),
        ("a:\n\tb: 1\n\tc: 2\nd: 3", {"a": {"b": 1, "c": 2}, "d": 3}, ["\tb: 1\n\t"]),
    ],
)
def test_what_is_not_at_fault_is_kept(text: str, data_left: Plain, holes: list[str]) -> None:
    found = document(text)

    assert data(found.root) == data_left
    assert slices(text, found.holes) == holes


def test_each_error_of_a_text_is_reported_at_its_place() -> None:
    text = "a: b: c\nd: [e\nf: 'g\nh: *\ni: `j`\nk: l\n"

    assert [problem.split(":")[0] for problem in problems(text)] == ["1", "2", "3", "4", "5"]


def test_places_behind_a_repair_are_those_of_the_text_as_written() -> None:
    text = "jobs:\n  bui\nafter: [x]\n"
    root = document(text).root
    assert root is not None

    assert slices(text, (root.span,)) == ["jobs:\n  bui\nafter: [x]"]


def test_a_stray_line_takes_what_is_indented_below_it_along() -> None:
    text = "a:\n    b: 1\n    c: 2\n  d:\n      e: f\n      g: [h]\nh: i\n"
    found = document(text)

    assert len(found.problems) == 1
    assert data(found.root) == {"a": {"b": 1, "c": 2}, "h": "i"}


def test_stray_lines_that_follow_each_other_are_one_problem() -> None:
    assert len(problems("a:\n    b: 1\n  c: 2\n  d: 3\ne: 4\n")) == 1


def test_at_most_twelve_errors_are_reported() -> None:
    assert len(problems("a: b: c\n" * 100)) == PROBLEM_LIMIT


def test_what_lies_behind_the_last_reported_error_is_a_hole() -> None:
    text = "ok: 1\n" + "a: b: c\n" * 100
    found = document(text)

    assert data(found.root) == {"ok": 1, "a": None}
    assert found.holes[-1].end == len(text)


def test_an_alias_whose_anchor_was_lost_is_not_reported() -> None:
    assert problems("a: &x b: c\nd: *x") == ["1:8 yaml-syntax: a second `: ` stands in the value of `a`"]


def test_an_alias_that_never_had_an_anchor_is_reported_beside_an_error() -> None:
    assert [problem.kind for problem in document("a: b: c\nd: *x").problems] == ["yaml-syntax", "undefined-alias"]


@pytest.mark.parametrize("text", ["]", "- *", "{a: b}}", "'", "\t", "@", "a: b\n]\n[\n'"])
def test_a_text_of_which_nothing_is_left_has_no_root(text: str) -> None:
    found = document(text)

    assert len(found.problems) >= 1
    assert found.root is None or found.holes


@pytest.mark.parametrize(
    "text", ['"\n' * 20_000, "a: b: c\n" * 20_000, "k:\n\tv: 1\n" * 20_000, "- [\n" * 20_000, "'a\n" * 20_001]
)
def test_a_text_of_nothing_but_errors_ends_soon(text: str) -> None:
    assert 1 <= len(document(text).problems) <= PROBLEM_LIMIT


def test_a_completed_word_keeps_its_last_letter() -> None:
    text = "- name: x\n- ste\n  command: y\n"
    found = document("a: 1\nworkflows\nb: 2")

    assert data(found.root) == {"a": 1, "workflows": None, "b": 2}
    assert [shown(problem) for problem in parse(Source(text)).problems] != []
