"""Paths that differ by a slip of the hand: a few letters of one part."""

from __future__ import annotations

from functools import lru_cache

from wflint.pipeline.directories import FILE_ENDINGS
from wflint.spelling import is_misspelling

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    _Slot = tuple[int | str, ...]
    _Parts = dict[int, dict[str, set[str]]]

MOST_EDITS = 2
"""As many letters may differ in a slip."""


class NearNames:
    """Some paths as lists of parts, among which those nearly named are found without trying all.

    Under the last parts of each path but one, and the place of that one, stands what it is: in `_whole` for all parts,
    in `_ends` for fewer. It stands there by its length and by its letters: what differs in digits alone is no slip.
    """

    __slots__ = ("_ends", "_longest", "_whole")

    def __init__(self, paths: Iterable[list[str]]) -> None:
        self._whole: dict[_Slot, _Parts] = {}
        self._ends: dict[_Slot, _Parts] = {}
        self._longest = 0
        for path in paths:
            self._longest = max(self._longest, len(path))
            for start in range(len(path)):
                slots = self._ends if start else self._whole
                for place in range(start, len(path)):
                    part = path[place]
                    alike = slots.setdefault(_slot(path, start, place, len(path)), {}).setdefault(len(part), {})
                    alike.setdefault(without_digits(part), set()).add(part)

    def __bool__(self) -> bool:
        return bool(self._whole)

    def has_near_beginning(self, word: list[str]) -> bool:
        """Whether `tails_are_near` holds for the first parts of a word, one or more, and one of the paths."""
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - self._longest), end):
                for place in range(start, end):
                    slot = _slot(word, start, place, end)
                    if _has_slip(word[place], self._whole.get(slot)):
                        return True
                    if not start and _has_slip(word[place], self._ends.get(slot)):
                        return True
        return False


def is_near(one: str, other: str) -> bool:
    """Whether two paths differ in one part by a slip of the hand; numbers and file endings are no slips."""
    left, right = one.split("/"), other.split("/")
    if len(left) != len(right):
        return False
    different = [(a, b) for a, b in zip(left, right, strict=True) if a != b]
    return len(different) == 1 and is_slip(*different[0])


def tails_are_near(word: Sequence[str], path: Sequence[str]) -> bool:
    """Whether the parts of a word are the last parts of a path, or end in the whole path, but for a slip in one."""
    slip: tuple[str, str] | None = None
    for ours, theirs in zip(reversed(word), reversed(path), strict=False):
        if ours != theirs:
            if slip is not None or abs(len(ours) - len(theirs)) > MOST_EDITS:
                return False
            slip = ours, theirs
    return slip is not None and is_slip(*slip)


@lru_cache(maxsize=4096)
def is_slip(one: str, other: str) -> bool:
    """Whether one part of a path is another with a few letters changed; numbers and file endings are no slips."""
    one_stem, _, one_ending = one.rpartition(".")
    other_stem, _, other_ending = other.rpartition(".")
    if one_stem and other_stem and one_stem == other_stem and {one_ending, other_ending} <= FILE_ENDINGS:
        return False
    if without_digits(one) == without_digits(other):
        return False
    return is_misspelling(one, other)


def without_digits(text: str) -> str:
    """The text without its digits."""
    return text if text.isalpha() else "".join([char for char in text if not char.isdigit()])


def parts_of(text: str) -> list[str]:
    """The parts of a path that say something."""
    return [part for part in text.split("/") if part not in {"", ".", "~"}]


def _slot(path: list[str], start: int, place: int, end: int) -> _Slot:
    """The parts from a start to an end but for one, with the place of that one counted from the end."""
    return end - place, *path[start:place], *path[place + 1 : end]


def _has_slip(part: str, others: _Parts | None) -> bool:
    """Whether a part is one of some others with a slip."""
    if others is None:
        return False
    for length in range(len(part) - MOST_EDITS, len(part) + MOST_EDITS + 1):
        if length in others:
            letters = without_digits(part)
            for alike, found in others[length].items():
                if alike != letters and any(is_slip(part, other) for other in found):
                    return True
    return False
