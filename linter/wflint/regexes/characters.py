"""Sets of characters: sorted, disjoint, non-adjacent ranges of code points, both ends included."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

Characters: TypeAlias = tuple[tuple[int, int], ...]

LAST = 0x10FFFF
NONE: Characters = ()
ANY: Characters = ((0, LAST),)

# https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/regex/Pattern.html
DIGIT: Characters = ((0x30, 0x39),)
WORD: Characters = ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
SPACE: Characters = ((0x09, 0x0D), (0x20, 0x20))
HORIZONTAL: Characters = (
    (0x09, 0x09), (0x20, 0x20), (0xA0, 0xA0), (0x1680, 0x1680), (0x180E, 0x180E), (0x2000, 0x200A), (0x202F, 0x202F),
    (0x205F, 0x205F), (0x3000, 0x3000),
)  # fmt: skip
VERTICAL: Characters = ((0x0A, 0x0D), (0x85, 0x85), (0x2028, 0x2029))
TERMINATOR: Characters = ((0x0A, 0x0A), (0x0D, 0x0D), (0x85, 0x85), (0x2028, 0x2029))
"""What `.` leaves out and `$` may stand before."""

_ASCII: dict[str, Characters] = {
    "Lower": ((0x61, 0x7A),),
    "Upper": ((0x41, 0x5A),),
    "ASCII": ((0x00, 0x7F),),
    "Alpha": ((0x41, 0x5A), (0x61, 0x7A)),
    "Digit": DIGIT,
    "Alnum": ((0x30, 0x39), (0x41, 0x5A), (0x61, 0x7A)),
    "Punct": ((0x21, 0x2F), (0x3A, 0x40), (0x5B, 0x60), (0x7B, 0x7E)),
    "Graph": ((0x21, 0x7E),),
    "Print": ((0x20, 0x7E),),
    "Blank": ((0x09, 0x09), (0x20, 0x20)),
    "Cntrl": ((0x00, 0x1F), (0x7F, 0x7F)),
    "XDigit": ((0x30, 0x39), (0x41, 0x46), (0x61, 0x66)),
    "Space": SPACE,
}
_CATEGORIES = frozenset(
    {
        "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No",
        "P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "S", "Sm", "Sc", "Sk", "So",
        "Z", "Zs", "Zl", "Zp", "C", "Cc", "Cf", "Co", "Cn", "Cs",
    }
)  # fmt: skip
_SCANNED = ((0, 0x3FFFF), (0xE0000, 0xE0FFF))
_CONSTANT = (
    (0x40000, 0xDFFFF, "Cn"),
    (0xE1000, 0xEFFFF, "Cn"),
    (0xF0000, 0xFFFFD, "Co"),
    (0xFFFFE, 0xFFFFF, "Cn"),
    (0x100000, 0x10FFFD, "Co"),
    (0x10FFFE, LAST, "Cn"),
)
"""Unicode assigns nothing to the planes 4 to 13 and the rest of 14; 15 and 16 are for private use."""

_READABLE = "xabcdefghijklmnopqrstuvwyz1023456789-/._XABCDEFGHIJKLMNOPQRSTUVWYZ+=#@,!%&'()$;<>{}|\"`~ :?*[]^\\"
_RANK = {ord(letter): rank for rank, letter in enumerate(_READABLE)}


def characters(ranges: Iterable[tuple[int, int]]) -> Characters:
    """The union of ranges in any order."""
    merged: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return tuple(merged)


def single(letter: str) -> Characters:
    """The set of one character."""
    return ((ord(letter), ord(letter)),)


def union(one: Characters, other: Characters) -> Characters:
    """What is in either set."""
    if not one or not other:
        return one or other
    return characters((*one, *other))


def intersection(one: Characters, other: Characters) -> Characters:
    """What is in both sets."""
    found = []
    i = j = 0
    while i < len(one) and j < len(other):
        low, high = max(one[i][0], other[j][0]), min(one[i][1], other[j][1])
        if low <= high:
            found.append((low, high))
        if one[i][1] < other[j][1]:
            i += 1
        else:
            j += 1
    return tuple(found)


def complement(members: Characters) -> Characters:
    """What is not in the set."""
    found = []
    start = 0
    for low, high in members:
        if start < low:
            found.append((start, low - 1))
        start = high + 1
    if start <= LAST:
        found.append((start, LAST))
    return tuple(found)


def contains(members: Characters, code: int) -> bool:
    """Whether a code point is in the set."""
    position = bisect_right(members, (code, LAST)) - 1
    return position >= 0 and code <= members[position][1]


def ignoring_case(members: Characters) -> Characters:
    """The set with both cases of its ASCII letters, as Java's `(?i)` has it without `(?u)`."""
    lower = intersection(members, ((0x61, 0x7A),))
    upper = intersection(members, ((0x41, 0x5A),))
    return characters(
        (
            *members,
            *((low - 32, high - 32) for low, high in lower),
            *((low + 32, high + 32) for low, high in upper),
        )
    )


def named(name: str) -> Characters | None:
    r"""The set of `\p{name}`: a POSIX class (ASCII) or a Unicode category; None for other properties."""
    if name in _ASCII:
        return _ASCII[name]
    name = name.removeprefix("Is").removeprefix("general_category=").removeprefix("gc=")
    if name == "Alphabetic":
        return union(_category("L"), _category("Nl"))
    return _category(name) if name in _CATEGORIES else None


def readability(code: int) -> int:
    """How well a character reads in a made-up name: smaller is better, `x` is best."""
    return _RANK.get(code, code + len(_RANK) if chr(code).isalnum() else code + LAST)


def most_readable(members: Characters) -> int:
    """The code point that reads best; the set is not empty."""
    for letter in _READABLE:
        if contains(members, ord(letter)):
            return ord(letter)
    return min((low for low, _ in members), key=readability)


@cache
def _category(name: str) -> Characters:
    from unicodedata import category

    found = []
    for first, last in _SCANNED:
        found += [(code, code) for code in range(first, last + 1) if category(chr(code)).startswith(name)]
    found += [(low, high) for low, high, constant in _CONSTANT if constant.startswith(name)]
    return characters(found)
