"""Parse a regular expression in Java's syntax, with the place of every part inside the pattern."""

from __future__ import annotations

from functools import lru_cache

from wflint.regexes.characters import ANY, TERMINATOR, Characters, complement, single
from wflint.regexes.classes import bracketed_characters
from wflint.regexes.escapes import escaped_characters, without_case
from wflint.regexes.reading import ForeignError, InvalidError, Reading
from wflint.regexes.tree import Anchor, Chain, Choice, Group, Look, One, Reference, Regex, Repeat, Tree, children

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

_FLAGS = "idmsuxU"
_OTHER_FLAGS = "acLnRJP"
"""Letters that only other dialects know as flags."""

_ANCHORS: dict[str, Literal["start", "end", "final", "boundary", "no-boundary"]] = {
    "A": "start",
    "z": "end",
    "Z": "final",
    "b": "boundary",
    "B": "no-boundary",
}
_LOOKS = {"(?=": (True, False), "(?!": (True, True), "(?<=": (False, False), "(?<!": (False, True)}
_MOST_REPETITIONS = 1_000


@lru_cache(maxsize=1024)
def parse_regex(text: str) -> Regex:
    """Parse a pattern, the slashes around it left out. Never raises.

    `error` is set for what every dialect rejects, `construct` for what is not certain to mean what Java's
    documentation says, or is not understood; otherwise `tree` is there.
    Source: https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/regex/Pattern.html
    """
    try:
        reading = Reading(text)
        tree = _choice(reading)
        if not reading.is_done:
            reading.invalid("`)` closes nothing", reading.position, reading.position + 1)
    except InvalidError as stop:
        return Regex(text, None, error=stop.error)
    except ForeignError as stop:
        return Regex(text, None, construct=stop.construct)
    return Regex(text, tree)


def _choice(reading: Reading) -> Tree:
    """Alternatives up to the closing parenthesis or the end; flags set inside end with it."""
    start = reading.position
    flags = reading.flags
    options = [_chain(reading)]
    while reading.accept("|"):
        options.append(_chain(reading))
    reading.flags = flags
    return options[0] if len(options) == 1 else Choice(tuple(options), start, reading.position)


def _chain(reading: Reading) -> Tree:
    start = reading.position
    items: list[Tree] = []
    while True:
        if "x" in reading.flags:
            _skip_comments(reading)
        if reading.is_done or reading.peek() in "|)":
            break
        before = reading.position
        atoms = _atoms(reading)
        items.extend(atoms)
        if "x" in reading.flags:
            _skip_comments(reading)
        if atoms:
            _repeat_last(reading, items)
        elif reading.peek() in {"*", "+", "?", "{"}:
            reading.foreign("a quantifier behind nothing", before)
    return items[0] if len(items) == 1 else Chain(tuple(items), start, reading.position)


def _skip_comments(reading: Reading) -> None:
    while reading.take_while(" \t\n\x0b\f\r") or reading.peek() == "#":
        if reading.peek() == "#" and reading.take_until("\n") is None:
            reading.position = len(reading.text)


def _atoms(reading: Reading) -> Sequence[Tree]:
    r"""The next atom; `\Q...\E` gives several, a group that only sets flags none."""
    start = reading.position
    letter = reading.take()
    if letter == "(":
        return _group(reading, start)
    if letter == "\\":
        return _escape(reading, start)
    if letter in "*+?":
        reading.invalid(f"`{letter}` has nothing to repeat", start)
    if letter == "{":
        reading.foreign("a `{` that repeats nothing", start)
    if letter in "^$":
        if "m" in reading.flags:
            reading.foreign(f"`{letter}` under `(?m)`", start)
        return (Anchor("start" if letter == "^" else "final", start, reading.position),)
    members = _members(reading, letter, start)
    return (One(members, start, reading.position),)


def _members(reading: Reading, letter: str, start: int) -> Characters:
    if letter == "[":
        if "x" in reading.flags:
            reading.foreign("a class under `(?x)`", start)
        depth = reading.depth
        reading.depth = 0
        members = bracketed_characters(reading, start)
        reading.depth = depth
        return members
    if letter == ".":
        if "s" in reading.flags:
            return ANY
        return complement(single("\n") if "d" in reading.flags else TERMINATOR)
    return without_case(single(letter), reading)


def _escape(reading: Reading, start: int) -> Sequence[Tree]:
    letter = reading.peek()
    if letter == "Q":
        reading.take()
        return _quotation(reading)
    if letter in _ANCHORS:
        reading.take()
        if letter == "b" and reading.peek() == "{":
            reading.foreign("`\\b{`", start)
        return (Anchor(_ANCHORS[letter], start, reading.position),)
    if letter and letter in "123456789":
        return (Reference(_group_number(reading, start), start, reading.position),)
    if letter == "k":
        reading.take()
        name = reading.take_until(">") if reading.accept("<") else None
        if name not in reading.names:
            reading.foreign("`\\k` without the name of a group before it", start)
        return (Reference(reading.names[name], start, reading.position),)
    members = without_case(escaped_characters(reading, start), reading)
    return (One(members, start, reading.position),)


def _quotation(reading: Reading) -> Sequence[Tree]:
    start = reading.position
    quoted = reading.take_until("\\E")
    if quoted is None:
        quoted = reading.take(len(reading.text))
    return [
        One(without_case(single(letter), reading), start + offset, start + offset + 1)
        for offset, letter in enumerate(quoted)
    ]


def _group_number(reading: Reading, start: int) -> int:
    """Further digits belong to the number as long as there are that many groups."""
    number = int(reading.take())
    if number > reading.groups:
        reading.foreign(f"`\\{number}` before its group", start)
    while reading.peek().isdecimal() and number * 10 + int(reading.peek()) <= reading.groups:
        number = number * 10 + int(reading.take())
    return number


def _group(reading: Reading, start: int) -> Sequence[Tree]:
    """A group, from after its `(`; a look around is one too."""
    reading.descend(start)
    number, name, is_atomic = None, None, False
    outer = reading.flags
    look = next((opening for opening in _LOOKS if reading.text.startswith(opening, start)), None)
    if look is not None:
        reading.position = start + len(look)
    elif reading.accept("?>"):
        is_atomic = True
    elif reading.accept("?<"):
        name = _group_name(reading, start)
        number = _count_group(reading)
        reading.names[name] = number
    elif reading.accept("?"):
        if _flags(reading, start):
            reading.depth -= 1
            return ()
    else:
        number = _count_group(reading)
    item = _choice(reading)
    if not reading.accept(")"):
        reading.invalid("`(` is not closed", start, start + 1)
    reading.depth -= 1
    reading.flags = outer
    if look is not None:
        if look.startswith("(?<") and _is_unbounded(item):
            reading.foreign("a look behind without a longest length", start)
        return (Look(item, *_LOOKS[look], start, reading.position),)
    return (Group(item, number, name, is_atomic, start, reading.position),)


def _is_unbounded(item: Tree) -> bool:
    if isinstance(item, Repeat):
        return item.most is None or _is_unbounded(item.item)
    return any(map(_is_unbounded, children(item)))


def _count_group(reading: Reading) -> int:
    reading.groups += 1
    return reading.groups


def _group_name(reading: Reading, start: int) -> str:
    name = reading.take_until(">")
    if name is None or not (name.isascii() and name.isalnum() and name[0].isalpha()) or name in reading.names:
        reading.foreign("a group whose name Java rejects", start)
    return name


def _flags(reading: Reading, start: int) -> bool:
    """Read `i-s)` (True: for the rest of the group around) or `i-s:` (False: for the group that begins)."""
    letters = reading.take_while("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-")
    closing = reading.take()
    if closing == "" and set(letters) <= set(_FLAGS + "-"):
        reading.invalid("`(` is not closed", start, start + 1)
    if (
        closing not in {")", ":"}
        or letters.count("-") > 1
        or (set(letters) - set(_FLAGS + "-")) & set(_OTHER_FLAGS + "P")
    ):
        reading.foreign(f"`{reading.text[start : reading.position]}`", start)
    unknown = next((letter for letter in letters if letter not in _FLAGS + "-"), None)
    if unknown is not None:
        reading.invalid(f"`{unknown}` is no flag", start)
    on, _, off = letters.partition("-")
    reading.flags = (reading.flags | set(on)) - set(off)
    return closing == ")"


def _repeat_last(reading: Reading, items: list[Tree]) -> None:
    """Take the quantifier behind the last item, if there is one."""
    start = reading.position
    sign = reading.peek()
    if sign == "" or sign not in "*+?{":
        return
    reading.take()
    least, most = _bounds(reading, start) if sign == "{" else {"*": (0, None), "+": (1, None), "?": (0, 1)}[sign]
    mode: Literal["greedy", "lazy", "possessive"] = "greedy"
    if reading.accept("?"):
        mode = "lazy"
    elif reading.accept("+"):
        mode = "possessive"
    item = items[-1]
    items[-1] = Repeat(item, least, most, mode, item.start, reading.position)
    following = reading.peek()
    if following and following in "*+?":
        reading.invalid(f"`{following}` has nothing to repeat", reading.position, reading.position + 1)
    if following == "{":
        reading.foreign("a quantifier behind a quantifier", start)


def _bounds(reading: Reading, start: int) -> tuple[int, int | None]:
    body = reading.take_until("}")
    least, comma, most = (body or "").partition(",")
    if not least.isdecimal() or not (most == "" or most.isdecimal()) or not (least + most).isascii():
        reading.foreign("a `{` that counts nothing", start)
    bounds = (int(least), (int(most) if most else None) if comma else int(least))
    if bounds[1] is not None and bounds[1] < bounds[0]:
        reading.invalid(f"`{{{body}}}` counts down", start)
    if max(int(least), int(most or 0)) > _MOST_REPETITIONS:
        reading.foreign(f"more than {_MOST_REPETITIONS} repetitions", start)
    return bounds
