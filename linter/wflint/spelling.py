"""Did you mean: the known names nearest to one that is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_CANDIDATES = 3


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
    equals. The distance is at most 2, at most 1 if the shorter name has fewer than five letters, and 0 (other letter
    case) if it has fewer than three. The order is that of similarity, then of the alphabet, whatever order `known`
    has.
    """
    folded = word.casefold()
    best = 2
    found: list[tuple[int, str]] = []
    for name in known:
        bound = min(best, _bound(min(len(word), len(name))))
        distance = edit_distance(folded, name.casefold(), bound)
        if distance is None or name == word:
            continue
        if distance < best:
            best = distance
            found.clear()
        found.append((_case_changes(word, name), name))
    return tuple(dict.fromkeys(name for _, name in sorted(found)))[:MOST_CANDIDATES]


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


def _bound(length: int) -> int:
    if length < 3:
        return 0
    return 1 if length < 5 else 2


def _case_changes(word: str, name: str) -> int:
    return sum(ours != theirs for ours, theirs in zip(word, name, strict=False))


def _distance(one: str, other: str, bound: int) -> int | None:
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        current = [row]
        for column, other_letter in enumerate(other, start=1):
            distance = min(above[column] + 1, current[-1] + 1, above[column - 1] + (letter != other_letter))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == other_letter:
                distance = min(distance, before[column - 2] + 1)
            current.append(distance)
        if min(current) > bound and min(above) > bound:
            return None
        before, above = above, current
    return above[-1] if above[-1] <= bound else None
