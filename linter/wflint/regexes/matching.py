"""Whether a pattern matches a whole name, as CircleCI's filters do it."""

from __future__ import annotations

import re
from functools import lru_cache

from wflint.regexes.derivatives import derivative
from wflint.regexes.language import language_of
from wflint.regexes.parser import parse_regex
from wflint.regexes.terms import NOTHING, Term
from wflint.regexes.translate import python_pattern

_MOST_STATES = 5_000


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
    """A pattern's states as far as names have led, each with the state behind every character met there."""

    __slots__ = ("_start", "_states")

    def __init__(self, term: Term) -> None:
        self._start = term
        self._states: dict[Term, dict[str, Term]] = {}

    def accepts(self, name: str) -> bool:
        term = self._start
        for letter in name:
            following = self._states.get(term)
            if following is None:
                if len(self._states) >= _MOST_STATES:
                    self._states.clear()
                following = self._states[term] = {}
            derived = following.get(letter)
            if derived is None:
                derived = following[letter] = derivative(term, ord(letter))
            if derived == NOTHING:
                return False
            term = derived
        return term.is_nullable


@lru_cache(maxsize=1024)
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
