"""Brzozowski's derivatives: what remains of a language after a letter, and from that, which words it has."""

from __future__ import annotations

from functools import lru_cache

from wflint.records import NamedTuple
from wflint.regexes.characters import Characters, contains, most_readable, readability
from wflint.regexes.terms import (
    EMPTY,
    NOTHING,
    Combination,
    Complement,
    Concatenation,
    Empty,
    Letter,
    Loop,
    Repetition,
    Term,
    complement,
    difference,
    intersection,
    repetition,
    then,
    union,
    word,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

STATE_LIMIT = 1_000

# A config asks the same of the same few patterns again and again: each job may have the same filter.
_MEMORY = 1_024


class Search(NamedTuple):
    """The answer of a search for a word: there is one, there is none, or the limit came first (`is_decided` False)."""

    word: str | None
    is_decided: bool


@lru_cache(4_096)
def derivative(term: Term, code: int) -> Term:
    """The rest of the words of a language that begin with a character."""
    if isinstance(term, Letter):
        return EMPTY if contains(term.members, code) else NOTHING
    if isinstance(term, Empty):
        return NOTHING
    if isinstance(term, Concatenation):
        first = then(derivative(term.head, code), term.tail)
        return union((first, derivative(term.tail, code))) if term.head.is_nullable else first
    if isinstance(term, Repetition):
        rest = repetition(term.item, max(term.least - 1, 0), None if term.most < 0 else term.most - 1)
        return then(derivative(term.item, code), rest)
    if isinstance(term, Combination):
        derived = [derivative(member, code) for member in term.terms]
        return union(derived) if term.is_union else intersection(derived)
    if isinstance(term, Complement):
        return complement(derivative(term.term, code))
    return union((derivative(term.tail, code), derivative(term.round, code)))


@lru_cache(_MEMORY)
def has_word(term: Term, text: str) -> bool:
    """Whether a language has a word."""
    for letter in text:
        term = derivative(term, ord(letter))
        if term == NOTHING:
            return False
    return term.is_nullable


@lru_cache(_MEMORY)
def find_word(term: Term, *, limit: int = STATE_LIMIT) -> Search:
    """The shortest word of a language, of equally short ones the most readable, looking at `limit` states at most."""
    if term.is_nullable:
        return Search("", is_decided=True)
    alphabet = representatives((term,))
    seen = {term}
    wave = [(term, "")]
    while wave:
        following = []
        for state, prefix in wave:
            for code in alphabet:
                derived = derivative(state, code)
                if derived.is_nullable:
                    return Search(prefix + chr(code), is_decided=True)
                if derived != NOTHING and derived not in seen:
                    if len(seen) >= limit:
                        return Search(None, is_decided=False)
                    seen.add(derived)
                    following.append((derived, prefix + chr(code)))
        wave = following
    return Search(None, is_decided=True)


def is_empty(term: Term, *, limit: int = STATE_LIMIT) -> bool | None:
    """Whether a language has no word at all; None if the limit came first."""
    found = find_word(term, limit=limit)
    return found.word is None if found.is_decided else None


def is_subset(one: Term, other: Term, *, limit: int = STATE_LIMIT) -> bool | None:
    """Whether every word of one language is in another; None if the limit came first."""
    return is_empty(difference(one, other), limit=limit)


def is_only_word(term: Term, text: str) -> bool | None:
    """Whether a language holds one word and nothing else; None if the limit came first."""
    return has_word(term, text) and is_empty(difference(term, word(text)))


def representatives(terms: Iterable[Term]) -> tuple[int, ...]:
    """One character for each class of characters that no set in the terms tells apart, the most readable first."""
    events: dict[int, int] = {0: 0}
    for position, members in enumerate(letter_sets(terms)):
        for low, high in members:
            events[low] = events.get(low, 0) ^ (1 << position)
            events[high + 1] = events.get(high + 1, 0) ^ (1 << position)
    classes: dict[int, list[tuple[int, int]]] = {}
    signature = 0
    starts = sorted(events)
    for start, end in zip(starts, [*starts[1:], 0x110000], strict=True):
        signature ^= events[start]
        if start < end:
            classes.setdefault(signature, []).append((start, end - 1))
    return tuple(sorted((most_readable(tuple(ranges)) for ranges in classes.values()), key=readability))


def letter_sets(terms: Iterable[Term]) -> Iterable[Characters]:
    """The sets of characters that terms tell apart, each once."""
    found: dict[Characters, None] = {}
    waiting = list(terms)
    seen: set[Term] = set()
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        if isinstance(current, Letter):
            found[current.members] = None
        elif isinstance(current, Concatenation):
            waiting += (current.head, current.tail)
        elif isinstance(current, Repetition):
            waiting.append(current.item)
        elif isinstance(current, Combination):
            waiting += current.terms
        elif isinstance(current, Complement):
            waiting.append(current.term)
        elif isinstance(current, Loop):
            waiting += (current.tail, current.round)
    return found
