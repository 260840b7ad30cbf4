"""Did you mean: the known names nearest to one that is not known."""

from __future__ import annotations

from functools import lru_cache

from wflint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_CANDIDATES = 3

FEW = 200
"""Among so many names two edits make a misspelling; among more, where all are near each other, one does."""

FEW_QUESTIONS = 8
"""Words that are compared with each of a few names, before an index of them is worth its making."""


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """The question to put into a problem's `help`, naming the closest known names; None if none is close."""
    names = [f"`{name}`" for name in closest_names(word, known)]
    if not names:
        return None
    *others, last = names
    return f"did you mean {', '.join(others)} or {last}?" if others else f"did you mean {last}?"


def closest_names(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """The known names at the smallest edit distance from a word, at most three; the word itself is none of them.

    Insertions, deletions, replacements and swaps of neighbours count one each, letter case counts only between
    equals. The distance is at most 2; at most 1 if more than 200 names are known, or if the shorter name has fewer
    than five letters or the longer more than 40; 0 (other letter case) if the shorter has fewer than three or the
    longer more than 100. The order is that of similarity, then of the alphabet, whatever order `known` has.

    Who asks for many words hands over one `frozenset`: what was made of it for some serves the others.
    """
    names = _names(frozenset(known))
    folded = word.casefold()
    letters = _letters(folded)
    best = names.most_edits
    found: list[tuple[int, str]] = []
    for other in names.near(folded):
        bound = min(best, _bound(min(len(word), len(other.name)), max(len(word), len(other.name))))
        # An edit takes away one letter at most and adds one at most.
        if (letters ^ other.letters).bit_count() > 2 * bound:
            continue
        distance = edit_distance(folded, other.folded, bound)
        if distance is None or other.name == word:
            continue
        if distance < best:
            best = distance
            found.clear()
        found.append((_case_changes(word, other.name), other.name))
    return tuple([name for _, name in sorted(found)[:MOST_CANDIDATES]])


def is_misspelling(word: str, name: str) -> bool:
    """Whether a name is near enough to a word for `closest_names` to offer it."""
    bound = _bound(min(len(word), len(name)), max(len(word), len(name)))
    return word != name and edit_distance(word.casefold(), name.casefold(), bound) is not None


def edit_distance(one: str, other: str, bound: int) -> int | None:
    """The edits between two texts if there are at most `bound`, else None.

    Edits are insertions, deletions, replacements and swaps of neighbours; no place is edited twice
    (Damerau-Levenshtein distance in its restricted form).
    """
    if abs(len(one) - len(other)) > bound:
        return None
    start = 0
    shorter = min(len(one), len(other))
    while start < shorter and one[start] == other[start]:
        start += 1
    end = 0
    while end < shorter - start and one[-1 - end] == other[-1 - end]:
        end += 1
    one, other = one[start : len(one) - end], other[start : len(other) - end]
    if not one or not other:
        return len(one) + len(other)
    return _distance(one, other, bound)


class _Name(NamedTuple):
    """A name, in lower case too, and the set of its letters as bits."""

    name: str
    folded: str
    letters: int


class _Names:
    """Known names, and which of them a word may be: all of a few, else those that an index leads to.

    The index has each name under what is left of it without up to `most_edits` letters: names that differ by so many
    edits share such a part.
    """

    __slots__ = ("_by_part", "_every", "_questions", "most_edits")

    def __init__(self, known: frozenset[str]) -> None:
        self.most_edits = 2 if len(known) <= FEW else 1
        self._every = [_Name(name, folded := name.casefold(), _letters(folded)) for name in sorted(known)]
        self._questions = 0
        self._by_part: dict[str, list[_Name]] = {}

    def near(self, folded: str) -> Iterable[_Name]:
        """All names that may be near a word in lower case, and some that are not."""
        self._questions += 1
        if self._questions <= FEW_QUESTIONS and len(self._every) <= FEW:
            return self._every
        if not self._by_part:
            self._index()
        parts = _parts(folded, self.most_edits)
        return dict.fromkeys([name for part in parts for name in self._by_part.get(part, ())])

    def _index(self) -> None:
        for name in self._every:
            for part in _parts(name.folded, self.most_edits):
                alike = self._by_part.setdefault(part, [])
                # More names that differ in one place only are no help to anybody.
                if len(alike) < FEW:
                    alike.append(name)


_names = lru_cache(maxsize=8)(_Names)


def _parts(folded: str, edits: int) -> set[str]:
    """A word without up to so many letters; without fewer if it is long."""
    parts = {folded}
    for _ in range(min(edits, _bound(len(folded), len(folded)))):
        parts |= {part[:index] + part[index + 1 :] for part in parts for index in range(len(part))}
    return parts


def _letters(folded: str) -> int:
    letters = 0
    for letter in set(folded):
        letters |= 1 << (ord(letter) & 63)
    return letters


def _bound(shorter: int, longer: int) -> int:
    if shorter < 3 or longer > 100:
        return 0
    return 1 if shorter < 5 or longer > 40 else 2


def _case_changes(word: str, name: str) -> int:
    return sum(ours != theirs for ours, theirs in zip(word, name, strict=False))


def _distance(one: str, other: str, bound: int) -> int | None:
    """The distance of two texts, neither empty; only cells at most `bound` off the diagonal are looked at."""
    far = bound + 1
    width = 2 * bound + 1
    before = [far] * (width + 1)
    above = [*([far] * bound), *range(bound + 1), far]
    for row, letter in enumerate(one, start=1):
        current = []
        left = far
        for cell in range(width):
            column = row + cell - bound
            if column < 1 or column > len(other):
                left = row if column == 0 else far
            else:
                other_letter = other[column - 1]
                left = min(left, above[cell + 1], above[cell] - (letter == other_letter)) + 1
                if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == other_letter:
                    left = min(left, before[cell] + 1)
            current.append(left)
        if min(current) > bound and min(above) > bound:
            return None
        before, above = above, [*current, far]
    distance = above[len(other) - len(one) + bound]
    return distance if distance <= bound else None
