"""Whether a pattern matches a whole name, as CircleCI's filters do it."""

from __future__ import annotations

import re
from functools import lru_cache

from wflint.regexes.derivatives import derivative
from wflint.regexes.language import language_of
from wflint.regexes.parser import parse_regex
from wflint.regexes.terms import NOTHING, Term
from wflint.regexes.translate import python_pattern

MOST_PATTERNS = 8_192
"""Patterns that are kept ready; who asks the same names of more of them in turn waits for each anew."""


@lru_cache(maxsize=16_384)
def matches(pattern: str, name: str) -> bool | None:
    """Whether a pattern, the slashes around it left out, matches a whole name; None if that is not known.

    Not known is the answer for a broken pattern and for constructs whose meaning depends on the dialect.
    """
    automaton = _automaton(pattern)
    if automaton is not None:
        return automaton.accepts(name)
    tree = parse_regex(pattern).tree
    if tree is None or not name.isascii():
        return None
    compiled = _compiled(pattern)
    return None if compiled is None else compiled.fullmatch(name) is not None


class _Automaton:
    """A pattern's states by number as far as names have led, each with the state behind every character met there."""

    __slots__ = ("_numbers", "_rows", "_terms")

    def __init__(self, term: Term) -> None:
        self._terms = [term]
        self._numbers = {term: 0}
        self._rows: list[dict[str, int]] = [{}]

    def accepts(self, name: str) -> bool:
        number = 0
        for letter in name:
            following = self._rows[number].get(letter)
            if following is None:
                following = self._following(number, letter)
            if following < 0:
                return False
            number = following
        return self._terms[number].is_nullable

    def _following(self, number: int, letter: str) -> int:
        """The state behind a character, -1 if no name goes on so."""
        term = derivative(self._terms[number], ord(letter))
        known = self._numbers.get(term)
        if term == NOTHING:
            known = -1
        elif known is None:
            known = self._numbers[term] = len(self._terms)
            self._terms.append(term)
            self._rows.append({})
        self._rows[number][letter] = known
        return known


@lru_cache(maxsize=MOST_PATTERNS)
def _automaton(pattern: str) -> _Automaton | None:
    term = language_of(pattern)
    return None if term is None else _Automaton(term)


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str] | None:
    tree = parse_regex(pattern).tree
    if tree is None:
        return None
    try:
        return re.compile(python_pattern(tree), re.ASCII)
    except (re.error, RecursionError, OverflowError):
        return None
