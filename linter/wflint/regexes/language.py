"""The language of a parsed pattern: which whole names it matches."""

from __future__ import annotations

from functools import lru_cache

from wflint.regexes.characters import TERMINATOR
from wflint.regexes.parser import parse_regex
from wflint.regexes.terms import (
    EMPTY,
    EVERYTHING,
    Loop,
    Term,
    complement,
    intersection,
    letter,
    repetition,
    then,
    union,
)
from wflint.regexes.tree import Anchor, Chain, Choice, Group, Look, One, Reference, Repeat, Tree, children

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_UNROLLED = 64
_MOST_BRANCHES = 64
_MOST_LETTERS = 10_000
_FINAL: Term = union((EMPTY, letter(TERMINATOR), then(letter(((13, 13),)), letter(((10, 10),)))))


class _UnknownLanguageError(Exception):
    """A construct is outside of what boolean expressions can say here."""


@lru_cache(maxsize=1024)
def language_of(pattern: str) -> Term | None:
    """The names that a pattern matches as a whole; None if it is broken or holds something that is not understood.

    Not understood are what the parser does not, references to groups, word boundaries, looks behind anywhere but after
    plain parts at the pattern's top, repetitions of things that look around and can be empty, and patterns that are
    longer than any name when their repetitions are written out.
    """
    tree = parse_regex(pattern).tree
    if tree is None:
        return None
    try:
        return None if _letters(tree) > _MOST_LETTERS else _from_start(EMPTY, [tree], _Budget())
    except (_UnknownLanguageError, RecursionError):
        return None


def _letters(item: Tree) -> int:
    """How long a pattern is with its repetitions written out, each part as often as it may stand there."""
    inner = sum(map(_letters, children(item)))
    if isinstance(item, Repeat):
        return inner * max(item.least, item.most or 1)
    return inner + isinstance(item, One)


class _Budget:
    """How many more branches may be told apart by what lies before them."""

    def __init__(self) -> None:
        self.branches = _MOST_BRANCHES

    def spend(self, count: int) -> None:
        self.branches -= count
        if self.branches < 0:
            raise _UnknownLanguageError


def _from_start(before: Term, items: Sequence[Tree], budget: _Budget) -> Term:
    """The language of items that stand behind the words of `before`, from the beginning of the text on."""
    for position, item in enumerate(items):
        rest = items[position + 1 :]
        if _is_plain(item):
            before = then(before, _plain(item))
            continue
        if isinstance(item, Chain):
            return _from_start(before, [*item.items, *rest], budget)
        if isinstance(item, Group) and not item.is_atomic:
            return _from_start(before, [item.item, *rest], budget)
        if not any(_looks_back(each) for each in items[position:]):
            return then(before, _sequence(items[position:], EMPTY))
        if isinstance(item, Choice):
            budget.spend(len(item.options))
            return union(_from_start(before, [option, *rest], budget) for option in item.options)
        if _is_ahead(item) and before == EMPTY:
            return intersection((_followed(item, EVERYTHING), _from_start(EMPTY, rest, budget)))
        seen = _seen_behind(item)
        if seen is None:
            raise _UnknownLanguageError
        before = intersection((before, seen))
    return before


def _seen_behind(item: Tree) -> Term | None:
    """What must lie before a look behind, from the beginning of the text; None for other items."""
    if isinstance(item, Anchor) and item.kind == "start":
        return EMPTY
    if isinstance(item, Look) and not item.is_ahead and _is_plain(item.item):
        seen = then(EVERYTHING, _plain(item.item))
        return complement(seen) if item.is_negative else seen
    return None


def _is_ahead(item: Tree) -> bool:
    return (isinstance(item, Look) and item.is_ahead) or (isinstance(item, Anchor) and item.kind in {"end", "final"})


def _looks_back(item: Tree) -> bool:
    if isinstance(item, Anchor):
        return item.kind in {"start", "boundary", "no-boundary"}
    return (isinstance(item, Look) and not item.is_ahead) or any(map(_looks_back, children(item)))


def _is_plain(item: Tree) -> bool:
    """Whether a part says nothing of what lies around it."""
    if isinstance(item, Anchor | Look | Reference):
        return False
    if (isinstance(item, Group) and item.is_atomic) or (isinstance(item, Repeat) and item.mode == "possessive"):
        return False
    return all(map(_is_plain, children(item)))


def _plain(item: Tree) -> Term:
    """The language of a plain part by itself."""
    return _followed(item, EMPTY)


def _sequence(items: Sequence[Tree], following: Term) -> Term:
    for item in reversed(items):
        following = _followed(item, following)
    return following


def _followed(item: Tree, following: Term) -> Term:
    """The language of a part that what follows it comes after."""
    if isinstance(item, One):
        return then(letter(item.members), following)
    if isinstance(item, Chain):
        return _sequence(item.items, following)
    if isinstance(item, Choice):
        if _is_plain(item):
            return then(union(_plain(option) for option in item.options), following)
        return union(_followed(option, following) for option in item.options)
    if isinstance(item, Repeat):
        return _repeated(item, following)
    if isinstance(item, Group):
        return _atomic(item.item, following) if item.is_atomic else _followed(item.item, following)
    if isinstance(item, Look) and item.is_ahead:
        seen = _followed(item.item, EVERYTHING)
        return intersection((following, complement(seen) if item.is_negative else seen))
    if isinstance(item, Anchor):
        if item.kind == "end":
            return intersection((following, EMPTY))
        if item.kind == "final":
            return intersection((following, _FINAL))
    raise _UnknownLanguageError


def _repeated(item: Repeat, following: Term) -> Term:
    if item.mode == "possessive":
        return _greedy_only(item, following)
    if _is_plain(item.item):
        return then(repetition(_plain(item.item), item.least, item.most), following)
    if max(item.least, item.most or 0) > _MOST_UNROLLED or _can_be_empty(item.item):
        raise _UnknownLanguageError
    if item.most is None:
        result: Term = Loop(item, following, lambda loop: _followed(item.item, loop))
    else:
        result = following
        for _ in range(item.most - item.least):
            result = union((following, _followed(item.item, result)))
    for _ in range(item.least):
        result = _followed(item.item, result)
    return result


def _can_be_empty(item: Tree) -> bool:
    """Whether a part may match without taking a character."""
    if isinstance(item, One):
        return False
    if isinstance(item, Chain):
        return all(map(_can_be_empty, item.items))
    if isinstance(item, Choice):
        return any(map(_can_be_empty, item.options))
    if isinstance(item, Repeat):
        return item.least == 0 or _can_be_empty(item.item)
    return _can_be_empty(item.item) if isinstance(item, Group) else True


def _atomic(item: Tree, following: Term) -> Term:
    if isinstance(item, One):
        return _followed(item, following)
    if isinstance(item, Repeat) and item.mode != "lazy":
        return _greedy_only(item, following)
    raise _UnknownLanguageError


def _greedy_only(item: Repeat, following: Term) -> Term:
    """Of single characters, as many as there are; what was taken is not given back."""
    inner = item.item
    while isinstance(inner, Group):
        inner = inner.item
    if not isinstance(inner, One):
        raise _UnknownLanguageError
    one = letter(inner.members)
    stopped = intersection((following, complement(then(one, EVERYTHING))))
    if item.most is None:
        return then(repetition(one, item.least, None), stopped)
    if item.most == item.least:
        return then(repetition(one, item.most, item.most), following)
    return union(
        (
            then(repetition(one, item.most, item.most), following),
            then(repetition(one, item.least, item.most - 1), stopped),
        )
    )
