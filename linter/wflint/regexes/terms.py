"""Boolean regular expressions: sets of words built by concatenation, repetition, union, intersection and complement.

Terms are values; two are equal if they are built alike, whatever the order of a union or an intersection.
"""

from __future__ import annotations

from wflint.regexes.characters import ANY, Characters, characters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeAlias


class Letter:
    """The words of one character out of a set; the empty set of characters is the empty language."""

    __slots__ = ("_hash", "members")

    is_nullable = False

    def __init__(self, members: Characters) -> None:
        self.members = members
        self._hash = hash((1, members))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Letter) and self.members == other.members


class Empty:
    """The empty word alone."""

    __slots__ = ()

    is_nullable = True

    def __hash__(self) -> int:
        return 2

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Empty)


class Concatenation:
    """A word of `head`, then one of `tail`; the head is no concatenation itself."""

    __slots__ = ("_hash", "head", "is_nullable", "tail")

    is_nullable: bool

    def __init__(self, head: Term, tail: Term) -> None:
        self.head = head
        self.tail = tail
        self.is_nullable = head.is_nullable and tail.is_nullable
        self._hash = hash((3, head, tail))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, Concatenation)
            and self._hash == other._hash
            and self.head == other.head
            and self.tail == other.tail
        )


class Repetition:
    """Words of `item`, from `least` to `most` of them (-1: without bound); `least` is 0 if the item is nullable."""

    __slots__ = ("_hash", "is_nullable", "item", "least", "most")

    is_nullable: bool

    def __init__(self, item: Term, least: int, most: int) -> None:
        self.item = item
        self.least = least
        self.most = most
        self.is_nullable = least == 0
        self._hash = hash((4, item, least, most))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, Repetition)
            and self._hash == other._hash
            and (self.least, self.most) == (other.least, other.most)
            and self.item == other.item
        )


class Combination:
    """The union of at least two terms, or their intersection."""

    __slots__ = ("_hash", "is_nullable", "is_union", "terms")

    is_nullable: bool

    def __init__(self, terms: frozenset[Term], *, is_union: bool) -> None:
        self.terms = terms
        self.is_union = is_union
        self.is_nullable = (
            any(term.is_nullable for term in terms) if is_union else all(term.is_nullable for term in terms)
        )
        self._hash = hash((5, is_union, terms))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, Combination)
            and self._hash == other._hash
            and self.is_union == other.is_union
            and self.terms == other.terms
        )


class Complement:
    """All words that a term lacks."""

    __slots__ = ("_hash", "is_nullable", "term")

    is_nullable: bool

    def __init__(self, term: Term) -> None:
        self.term = term
        self.is_nullable = not term.is_nullable
        self._hash = hash((6, term))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, Complement) and self._hash == other._hash and self.term == other.term
        )


class Loop:
    """`tail`, or a non-empty round that ends in this loop again.

    Where an assertion inside a repetition looks at what follows the repetition, a round has to know its continuation.
    Two loops are equal if `node`, the repeated part of a pattern's tree, is the same object and the tails are equal.
    """

    __slots__ = ("_hash", "_make_round", "_round", "is_nullable", "node", "tail")

    is_nullable: bool

    def __init__(self, node: object, tail: Term, make_round: Callable[[Term], Term]) -> None:
        self.node = node
        self.tail = tail
        self.is_nullable = tail.is_nullable
        self._make_round = make_round
        self._round: Term | None = None
        self._hash = hash((7, id(node), tail))

    @property
    def round(self) -> Term:
        """One round and the loop behind it."""
        if self._round is None:
            self._round = self._make_round(self)
        return self._round

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Loop) and self.node is other.node and self.tail == other.tail)


Term: TypeAlias = Letter | Empty | Concatenation | Repetition | Combination | Complement | Loop

EMPTY: Term = Empty()
NOTHING: Term = Letter(())
EVERYTHING: Term = Repetition(Letter(ANY), 0, -1)


def letter(members: Characters) -> Term:
    """The words of one character of a set."""
    return Letter(members)


def word(text: str) -> Term:
    """One word alone."""
    return concatenation(Letter(((ord(each), ord(each)),)) for each in text)


def concatenation(terms: Iterable[Term]) -> Term:
    """Words of each term, one after the other."""
    result = EMPTY
    for term in reversed(list(terms)):
        result = then(term, result)
    return result


def then(head: Term, tail: Term) -> Term:
    """A word of one term, then one of another."""
    if NOTHING in {head, tail}:
        return NOTHING
    if isinstance(head, Empty):
        return tail
    if isinstance(tail, Empty):
        return head
    parts = []
    while isinstance(head, Concatenation):
        parts.append(head.head)
        head = head.tail
    result = Concatenation(head, tail)
    for part in reversed(parts):
        result = Concatenation(part, result)
    return result


def repetition(item: Term, least: int, most: int | None) -> Term:
    """Between `least` and `most` words of a term (None: without bound)."""
    bound = -1 if most is None else most
    if bound == 0 or isinstance(item, Empty):
        return EMPTY
    if item == NOTHING:
        return NOTHING if least else EMPTY
    if (least, bound) == (1, 1):
        return item
    if isinstance(item, Repetition) and item.least == 0 and item.most == -1:
        return item
    return Repetition(item, 0 if item.is_nullable else least, bound)


def union(terms: Iterable[Term]) -> Term:
    """Words of any of the terms; of none, nothing."""
    members: set[Term] = set()
    letters: list[tuple[int, int]] = []
    for term in _flat(terms, is_union=True):
        if term == EVERYTHING:
            return EVERYTHING
        if isinstance(term, Letter):
            letters.extend(term.members)
        else:
            members.add(term)
    if letters:
        members.add(Letter(characters(letters)))
    if any(isinstance(term, Complement) and term.term in members for term in members):
        return EVERYTHING
    if not members:
        return NOTHING
    return members.pop() if len(members) == 1 else Combination(frozenset(members), is_union=True)


def intersection(terms: Iterable[Term]) -> Term:
    """Words that all of the terms have; of none, everything."""
    members: set[Term] = set()
    for term in _flat(terms, is_union=False):
        if term == NOTHING:
            return NOTHING
        if term != EVERYTHING:
            members.add(term)
    if any(isinstance(term, Complement) and term.term in members for term in members):
        return NOTHING
    if not members:
        return EVERYTHING
    return members.pop() if len(members) == 1 else Combination(frozenset(members), is_union=False)


def complement(term: Term) -> Term:
    """All words that a term lacks."""
    if isinstance(term, Complement):
        return term.term
    if term == NOTHING:
        return EVERYTHING
    return NOTHING if term == EVERYTHING else Complement(term)


def difference(one: Term, other: Term) -> Term:
    """Words of one term that another lacks."""
    return intersection((one, complement(other)))


def _flat(terms: Iterable[Term], *, is_union: bool) -> Iterable[Term]:
    for term in terms:
        if isinstance(term, Combination) and term.is_union == is_union:
            yield from term.terms
        else:
            yield term
