from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wflint.spelling import closest_names, did_you_mean, edit_distance

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


@given(SHORT_TEXTS, SHORT_TEXTS, st.integers(min_value=0, max_value=4))
def test_the_bounded_distance_is_that_of_the_definition(one: str, other: str, bound: int) -> None:
    exact = _defined_distance(one, other)

    assert edit_distance(one, other, bound) == (exact if exact <= bound else None)


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
