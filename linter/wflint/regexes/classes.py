"""Bracketed character classes as Java has them: ranges, negation, union by nesting, intersection by `&&`."""

from __future__ import annotations

from wflint.regexes.characters import NONE, Characters, complement, intersection, single, union
from wflint.regexes.escapes import escaped_characters, without_case

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.regexes.reading import Reading


def bracketed_characters(reading: Reading, start: int) -> Characters:
    """The set of a class; its `[` at `start` is taken already.

    A nested `[` that does not close means itself in other dialects, so it is no error.
    """
    reading.descend(start)
    negated = reading.accept("^")
    operands: list[Characters] = []
    current: Characters | None = None
    while True:
        if reading.is_done:
            _give_up(reading, start, is_plain=reading.depth == 1 and not operands)
        position = reading.position
        if reading.peek() == "]" and (current is not None or operands):
            break
        if reading.accept("&&"):
            if current is None or reading.peek() in {"", "]", "&"}:
                reading.foreign("`&&` without an operand", position)
            operands.append(current)
            current = None
        elif reading.peek(2) in {"[:", "[.", "[="}:
            reading.take(2)
            reading.foreign("a POSIX class", position)
        elif reading.accept("["):
            current = union(current or NONE, bracketed_characters(reading, position))
        else:
            current = union(current or NONE, _item(reading))
    reading.take()
    reading.depth -= 1
    if current is None:
        reading.foreign("`&&` without an operand", start)
    for operand in operands:
        current = intersection(current, operand)
    return complement(current) if negated else current


def _give_up(reading: Reading, start: int, *, is_plain: bool) -> None:
    if is_plain and "[" not in reading.text[start + 1 :]:
        reading.invalid("`[` is not closed", start, start + 1)
    reading.foreign("a `[` inside a class", start)


def _item(reading: Reading) -> Characters:
    """One character, escape or range."""
    start = reading.position
    low = _end(reading)
    following = reading.peek(2)
    if len(following) < 2 or following[0] != "-" or following in {"-]", "-["} or not _is_one(low):
        return without_case(low, reading)
    reading.take()
    if reading.peek(2) == "&&":
        reading.foreign("`-` before `&&`", start)
    high = _end(reading)
    if not _is_one(high):
        reading.foreign("a range that ends with a class", start)
    if low > high:
        reading.invalid(f"the range `{reading.text[start : reading.position]}` is empty", start)
    return without_case(((low[0][0], high[0][0]),), reading)


def _end(reading: Reading) -> Characters:
    start = reading.position
    letter = reading.take()
    if letter != "\\":
        return single(letter)
    if reading.peek() in {"Q", "E"}:
        reading.foreign("`\\Q` inside a class", start)
    return escaped_characters(reading, start)


def _is_one(members: Characters) -> bool:
    return len(members) == 1 and members[0][0] == members[0][1]
