"""What a backslash stands for, inside brackets and outside."""

from __future__ import annotations

from wflint.regexes.characters import (
    DIGIT,
    HORIZONTAL,
    LAST,
    SPACE,
    VERTICAL,
    WORD,
    Characters,
    complement,
    ignoring_case,
    named,
    single,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.regexes.reading import Reading

_CLASSES = {"d": DIGIT, "w": WORD, "s": SPACE, "h": HORIZONTAL, "v": VERTICAL}
_LETTERS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "a": "\a"}
_HEX = "0123456789abcdefABCDEF"
_MEANT_SOMEWHERE = frozenset("ABbcCeEgGHhkKlLNpPQRuUVvXxZz0123456789")
"""Letters and digits that some dialect gives a meaning, so that escaping them is not broken everywhere."""


def escaped_characters(reading: Reading, start: int) -> Characters:
    """The set an escape stands for; the backslash at `start` is taken already."""
    if reading.is_done:
        reading.invalid("the pattern ends with a lone `\\`", start)
    letter = reading.take()
    if not letter.isascii() or not letter.isalnum():
        return single(letter)
    if letter in _LETTERS:
        return single(_LETTERS[letter])
    if letter.lower() in _CLASSES:
        if "U" in reading.flags:
            reading.foreign("a predefined class under `(?U)`", start)
        members = _CLASSES[letter.lower()]
        return complement(members) if letter.isupper() else members
    if letter in "pP":
        return _property(reading, start, negated=letter == "P")
    if letter in "xu":
        return _numbered(reading, start, letter)
    if letter not in _MEANT_SOMEWHERE:
        reading.invalid(f"`\\{letter}` is no escape", start)
    return reading.foreign(f"`\\{letter}`", start)


def without_case(members: Characters, reading: Reading) -> Characters:
    """The set under the flags in force: with `(?i)` both cases of its letters."""
    if "i" not in reading.flags:
        return members
    if "u" in reading.flags and members and members[-1][0] > 0x7F:
        reading.foreign("letters outside ASCII under `(?iu)`", reading.position - 1)
    return ignoring_case(members)


def _property(reading: Reading, start: int, *, negated: bool) -> Characters:
    if reading.accept("{"):
        name = reading.take_until("}")
        if name is None:
            reading.invalid(f"`{reading.text[start : start + 3]}` is not closed", start, len(reading.text))
    else:
        name = reading.take()
    members = named(name)
    if members is None:
        reading.foreign(f"`{reading.text[start : reading.position]}`", start)
    if "i" in reading.flags or "U" in reading.flags:
        reading.foreign(f"`\\p{{{name}}}` under a flag", start)
    return complement(members) if negated else members


def _numbered(reading: Reading, start: int, letter: str) -> Characters:
    if letter == "x" and reading.accept("{"):
        digits = reading.take_until("}")
        if digits is None or not digits or any(digit not in _HEX for digit in digits) or int(digits, 16) > LAST:
            reading.foreign("`\\x{` without a code point", start)
    else:
        length = 2 if letter == "x" else 4
        digits = reading.take(length)
        if len(digits) < length or any(digit not in _HEX for digit in digits):
            reading.foreign(f"`\\{letter}` without {length} hexadecimal digits", start)
    return single(chr(int(digits, 16)))
