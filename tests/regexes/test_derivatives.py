from __future__ import annotations

import re

import interegular
import pytest
import re2  # type: ignore[import-untyped] # it has no types
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from wflint.regexes.derivatives import Search, find_word, has_word, is_empty, is_subset
from wflint.regexes.language import language_of
from wflint.regexes.terms import EMPTY, EVERYTHING, NOTHING, Term, complement, difference, intersection, union, word


def language(pattern: str) -> Term:
    found = language_of(pattern)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("one", "other", "shortest"),
    [
        ("release/.*", "main", None),
        ("release/.*", ".*[0-9]", "release/1"),
        ("v\\d+\\.\\d+", ".*", "v1.1"),
        ("(main|master|hotfix/.+)", "(?!(main|master)$).*", "hotfix/x"),
        ("[a-z0-9-]{1,30}", ".*-wip", "-wip"),
        ("((?!-rc).)*", "v1.*1", "v11"),
        ("v.*(?<!-rc)", "v1-rc.*", "v1-rcx"),
        ("(?i)MAIN", "[a-z]+", "main"),
        ("(?i)MAIN", "[a-z]+[A-Z]", "maiN"),
        ("[\u00e0-\u00ff]", "\\p{Lu}", None),
        ("[\u00e0-\u00ff]", "\\p{L}", "\u00e0"),
        ("a{1000}", "a+", "a" * 1000),
    ],
)
def test_an_intersection_gives_its_shortest_word(one: str, other: str, shortest: str | None) -> None:
    found = find_word(intersection((language(one), language(other))), limit=2_000)

    assert found == Search(shortest, is_decided=True)


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        ("v\\d+", "v.*", True),
        ("v.*", "v\\d+", False),
        ("main", "(?i)MAIN", True),
        ("a|b", "[ab]", True),
        ("[ab]", "a|b", True),
        ("(?!main).*", "(?!ma).*", False),
        ("(?!ma).*", "(?!main).*", True),
    ],
)
def test_subsets_are_decided(one: str, other: str, answer: bool) -> None:
    assert is_subset(language(one), language(other)) is answer


def test_words_read_well() -> None:
    words = [find_word(language(pattern)).word for pattern in (".+", "[^/]+/[^/]+", "[A-Z]", "[0-9]{3}", "[^a-z0-9]")]

    assert words == ["x", "x/x", "X", "111", "-"]


def test_too_many_states_are_no_answer() -> None:
    # The letter 30 places before the end: 2^30 states.
    hard = intersection((language(".*a.{30}"), language(".*b.{29}"), complement(language(".*c"))))

    assert find_word(hard, limit=50) == Search(None, is_decided=False)
    assert is_empty(hard, limit=50) is None
    assert is_subset(hard, EMPTY, limit=50) is None


def test_the_laws_of_sets_hold_by_construction() -> None:
    main = word("main")

    assert intersection((main, complement(main))) == NOTHING
    assert union((main, complement(main))) == EVERYTHING
    assert difference(main, NOTHING) == main
    assert union(()) == NOTHING
    assert intersection(()) == EVERYTHING


@pytest.mark.parametrize(
    "pattern",
    ["\\bfix\\b", "(a)\\1", "(?:a|(?<!x)b)+", "(?:(?=a))*b", "(?:a(?!b)){100}", "a(?=b)(?<=ab)b", "(?>a|b)c"],
)
def test_what_boolean_expressions_cannot_say_has_no_language(pattern: str) -> None:
    assert language_of(pattern) is None


ATOMS = st.sampled_from(["a", "b", "[ab]", "[^a]", "."])
PATTERNS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda pair: f"(?:{pair[0]}|{pair[1]})"),
        st.tuples(inner, st.sampled_from(["*", "?", "+", "{2}", "{0,2}"])).map(lambda pair: f"(?:{pair[0]}){pair[1]}"),
    ),
    max_leaves=5,
)


@given(PATTERNS, PATTERNS)
@settings(max_examples=200, deadline=None)
def test_an_intersection_is_empty_where_interegular_says_so(one: str, other: str) -> None:
    ours = find_word(intersection((language(one), language(other))), limit=3_000)
    assume(ours.is_decided)
    machine = interegular.parse_pattern(one).to_fsm() & interegular.parse_pattern(other).to_fsm()

    assert (ours.word is None) == machine.empty()


@given(PATTERNS, PATTERNS)
@settings(max_examples=200, deadline=None)
def test_a_word_of_a_difference_is_one_for_re_and_re2(one: str, other: str) -> None:
    found = find_word(difference(language(one), language(other)), limit=3_000).word
    assume(found is not None)
    assert found is not None

    assert re.fullmatch(one, found)
    assert not re.fullmatch(other, found)
    assert re2.fullmatch(one, found)
    assert not re2.fullmatch(other, found)


@given(PATTERNS, st.text(alphabet="abc", max_size=6))
@settings(max_examples=300, deadline=None)
def test_membership_is_that_of_re(pattern: str, name: str) -> None:
    assert has_word(language(pattern), name) is (re.fullmatch(pattern, name) is not None)


def test_a_word_that_many_optional_parts_may_begin_is_found_at_once() -> None:
    term = language("a?" * 150 + "a" * 150)

    assert find_word(term) == Search("a" * 150, is_decided=True)


@pytest.mark.parametrize(("pattern", "is_understood"), [("(a{1,99}){1,99}", True), ("((a{1,999}){1,99})+", False)])
def test_repetitions_of_repetitions_are_understood_up_to_a_length(pattern: str, is_understood: bool) -> None:
    assert (language_of(pattern) is not None) is is_understood
