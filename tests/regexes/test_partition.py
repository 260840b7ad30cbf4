from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from wflint.regexes.derivatives import has_word
from wflint.regexes.language import language_of
from wflint.regexes.partition import Class, Partition, partition
from wflint.regexes.terms import EVERYTHING, Term


def language(pattern: str) -> Term:
    found = language_of(pattern)
    assert found is not None
    return found


def test_every_combination_of_languages_that_has_a_word_is_found() -> None:
    found = partition(language("[a-z]+"), [language("main"), language("m.*"), language(".*n")])

    assert found == Partition(
        (Class(0b000, "x"), Class(0b010, "m"), Class(0b100, "n"), Class(0b110, "mn"), Class(0b111, "main")), True
    )


def test_a_universe_without_words_has_no_class() -> None:
    assert partition(language("[^\\s\\S]"), [language("a")]) == Partition((), True)


def test_a_search_that_is_cut_short_says_so() -> None:
    hard = [language(f".*a.{{{length}}}") for length in range(12)]

    assert not partition(language("[ab]*"), hard, limit=100).is_complete


PATTERNS = st.sampled_from(["a", "a.*", ".*b", "[ab]*", "(ab)*", "a?b?", "(?!a).*", ".{2}", "b+|a"])


@given(st.lists(PATTERNS, max_size=4))
@settings(max_examples=60, deadline=None)
def test_the_classes_are_those_of_short_words(patterns: list[str]) -> None:
    languages = [language(pattern) for pattern in patterns]
    found = partition(language("[ab]*"), languages)
    words = ["".join(letters) for length in range(6) for letters in product("ab", repeat=length)]
    expected = {sum(has_word(each, word) << place for place, each in enumerate(languages)) for word in words}

    assert found.is_complete
    assert {each.signature for each in found.classes} == expected


def test_a_universe_of_all_words_is_divided_too() -> None:
    found = partition(EVERYTHING, [language(""), language("main")])

    assert found.classes == (Class(0b01, ""), Class(0b00, "x"), Class(0b10, "main"))


@given(st.lists(PATTERNS, max_size=4))
@settings(max_examples=60, deadline=None)
def test_the_word_of_a_class_is_in_its_languages(patterns: list[str]) -> None:
    languages = [language(pattern) for pattern in patterns]

    for each in partition(EVERYTHING, languages).classes:
        assert each.signature == sum(has_word(term, each.word) << place for place, term in enumerate(languages))
