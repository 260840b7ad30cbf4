"""Which combinations of some languages have words: every combination with its shortest word, in one search."""

from __future__ import annotations

from collections import deque
from functools import lru_cache

from wflint.records import NamedTuple
from wflint.regexes.characters import contains
from wflint.regexes.derivatives import derivative, letter_sets, representatives
from wflint.regexes.terms import NOTHING, Term

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

STATE_LIMIT = 4_000


class Class(NamedTuple):
    """Words that are in the same languages: bit `i` of `signature` is set if they are in the `i`th one.

    `word` is the shortest, of equally short ones the most readable.
    """

    signature: int
    word: str


class Partition(NamedTuple):
    """All classes of a universe, shortest words first; `is_complete` is False if the search was cut short."""

    classes: tuple[Class, ...]
    is_complete: bool


def partition(universe: Term, languages: Sequence[Term], *, limit: int = STATE_LIMIT) -> Partition:
    """Divide a universe of words by the languages they are in; at most `limit` states are looked at.

    All automata run side by side, so that the cost grows with the texts in the patterns, not with the number of
    combinations, as long as few words begin alike for several of them.
    """
    return _partition(universe, tuple(languages), limit)


# Workflows of one config are mostly divided by the same patterns.
@lru_cache(256)
def _partition(universe: Term, languages: tuple[Term, ...], limit: int) -> Partition:
    alphabet = representatives((universe, *languages))
    automata = [_Automaton(universe, alphabet), *(_Automaton(language, alphabet) for language in languages)]
    found: dict[int, str] = {}
    start = (0,) * len(automata)
    seen = {start}
    waiting = deque([(start, "")])
    while waiting:
        state, word = waiting.popleft()
        if automata[0].accepts(state[0]):
            signature = 0
            for position, automaton in enumerate(automata[1:]):
                signature |= automaton.accepts(state[position + 1]) << position
            found.setdefault(signature, word)
        rows = [automaton.row(number) for automaton, number in zip(automata, state, strict=True)]
        for code, following in zip(alphabet, zip(*rows, strict=True), strict=True):
            if following not in seen and following[0] != automata[0].dead:
                if len(seen) >= limit:
                    return Partition(_classes(found), is_complete=False)
                seen.add(following)
                waiting.append((following, word + chr(code)))
    return Partition(_classes(found), is_complete=True)


def _classes(found: dict[int, str]) -> tuple[Class, ...]:
    return tuple(Class(signature, word) for signature, word in found.items())


class _Automaton:
    """A language's states by number, each with the state behind every letter of an alphabet, as far as asked for."""

    __slots__ = ("_index", "_letters", "_rows", "_terms", "dead")

    def __init__(self, term: Term, alphabet: Sequence[int]) -> None:
        self._terms = [term]
        self._index = {term: 0}
        self._rows: list[tuple[int, ...] | None] = [None]
        self.dead = -1
        # Letters that no set of the term tells apart lead to the same state.
        sets = list(letter_sets((term,)))
        first: dict[int, int] = {}
        self._letters = []
        for code in alphabet:
            signature = sum(contains(members, code) << position for position, members in enumerate(sets))
            self._letters.append(first.setdefault(signature, code))

    def accepts(self, number: int) -> int:
        """1 if the word that led to a state is in the language, else 0."""
        return int(self._terms[number].is_nullable)

    def row(self, number: int) -> tuple[int, ...]:
        """The states behind a state, in the order of the alphabet."""
        row = self._rows[number]
        if row is None:
            term = self._terms[number]
            behind = {code: self._number(derivative(term, code)) for code in set(self._letters)}
            row = self._rows[number] = tuple([behind[code] for code in self._letters])
        return row

    def _number(self, term: Term) -> int:
        number = self._index.get(term)
        if number is None:
            number = self._index[term] = len(self._terms)
            self._terms.append(term)
            self._rows.append(None)
            if term == NOTHING:
                self.dead = number
        return number
