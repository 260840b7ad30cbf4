from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wflint import spelling
from wflint.spelling import FEW, FEW_QUESTIONS, closest_names, did_you_mean, edit_distance, is_misspelling

SHORT_TEXTS = st.text(alphabet="abc", max_size=6)


@pytest.mark.parametrize(
    ("word", "known", "closest"),
    [
        ("biuld", ["test", "build", "deploy"], ("build",)),
        ("comand", ["command", "commands"], ("command",)),
        ("lint", ["unit", "list", "link"], ("link", "list")),
        ("Build", ["build"], ("build",)),
        ("deploi", ["deploy-eu", "deploy"], ("deploy",)),
        ("a", ["b", "c"], ()),
        ("A", ["a", "b"], ("a",)),
        ("test", ["best-of"], ()),
        ("job-1", ["job-4", "job-3", "job-2", "job-5"], ("job-2", "job-3", "job-4")),
        ("unit", ["unit", "units"], ("units",)),
        ("release", [], ()),
    ],
)
def test_the_closest_names_are_those_a_person_would_have_meant(
    word: str, known: list[str], closest: tuple[str, ...]
) -> None:
    assert closest_names(word, known) == closest
    assert closest_names(word, reversed(known)) == closest


@pytest.mark.parametrize(
    ("word", "known", "question"),
    [
        ("biuld", ["build"], "did you mean `build`?"),
        ("lint", ["list", "link"], "did you mean `link` or `list`?"),
        ("job-1", ["job-2", "job-3", "job-4"], "did you mean `job-2`, `job-3` or `job-4`?"),
        ("biuld", ["deploy"], None),
    ],
)
def test_the_question_names_every_candidate(word: str, known: list[str], question: str | None) -> None:
    assert did_you_mean(word, known) == question


@given(SHORT_TEXTS, SHORT_TEXTS)
def test_a_misspelling_is_what_would_be_offered(word: str, name: str) -> None:
    assert is_misspelling(word, name) is (closest_names(word, [name]) == (name,))


@given(SHORT_TEXTS, SHORT_TEXTS, st.integers(min_value=0, max_value=4))
def test_the_bounded_distance_is_that_of_the_definition(one: str, other: str, bound: int) -> None:
    exact = _defined_distance(one, other)

    assert edit_distance(one, other, bound) == (exact if exact <= bound else None)


@given(st.frozensets(st.text(alphabet="abC", max_size=7), max_size=12), st.text(alphabet="abc", max_size=7))
def test_the_first_question_has_the_answer_of_all_others(known: frozenset[str], word: str) -> None:
    first = closest_names(word, known | {"other"})

    for _ in range(FEW_QUESTIONS):
        assert closest_names(word, known | {"other"}) == first


def test_among_many_names_one_edit_makes_a_misspelling() -> None:
    many = frozenset(f"job-{number:04}-unit" for number in range(FEW + 1))

    assert closest_names("job-0042-unti", many) == ("job-0042-unit",)
    assert closest_names("jib-0042-unti", many) == ()
    assert closest_names("Job-0042-unit", many) == ("job-0042-unit",)


@pytest.mark.parametrize("length", [41, 101])
def test_long_names_are_compared_with_fewer_edits(length: int) -> None:
    name = "x" * (length - 1)

    assert closest_names(f"{name}A", [f"{name}a"]) == (f"{name}a",)
    assert closest_names(f"{name}a", [f"{name}b"]) == ((f"{name}b",) if length == 41 else ())
    assert closest_names(f"{name}ab", [f"{name}cd"]) == ()


@pytest.mark.parametrize("count", [FEW, 2000])
def test_a_misspelt_name_is_compared_with_few_of_many(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0

    def counted(one: str, other: str, bound: int) -> int | None:
        nonlocal compared
        compared += 1
        return edit_distance(one, other, bound)

    monkeypatch.setattr(spelling, "edit_distance", counted)
    known = frozenset(f"deploy-{number:05}-eu" for number in range(count))

    for number in range(2000):
        closest_names(f"deploi-{number:05}-us", known)

    assert compared < 20_000


@cache
def _defined_distance(one: str, other: str) -> int:
    if not one or not other:
        return len(one) + len(other)
    choices = [
        _defined_distance(one[:-1], other) + 1,
        _defined_distance(one, other[:-1]) + 1,
        _defined_distance(one[:-1], other[:-1]) + (one[-1] != other[-1]),
    ]
    if len(one) > 1 and len(other) > 1 and one[-2:] == other[-2:][::-1]:
        choices.append(_defined_distance(one[:-2], other[:-2]) + 1)
    return min(choices)
