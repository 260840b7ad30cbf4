"""The state of parsing a pattern: where the parser is, which flags hold, and how it gives up."""

from __future__ import annotations

from wflint.regexes.tree import Construct, RegexError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

DEEPEST = 100
LONGEST = 4_000


class InvalidError(Exception):
    """The pattern is invalid in every dialect."""

    def __init__(self, error: RegexError) -> None:
        super().__init__(error.message)
        self.error = error


class ForeignError(Exception):
    """The pattern holds something whose meaning is not certain."""

    def __init__(self, construct: Construct) -> None:
        super().__init__(construct.name)
        self.construct = construct


class Reading:
    """A pattern, the position of the next character, the flags in force, and the capturing groups so far.

    `depth` counts open parentheses and brackets.
    """

    __slots__ = ("depth", "flags", "groups", "names", "position", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.flags: frozenset[str] = frozenset()
        self.groups = 0
        self.names: dict[str, int] = {}
        self.depth = 0
        if len(text) > LONGEST:
            self.foreign(f"more than {LONGEST} characters", 0)

    @property
    def is_done(self) -> bool:
        """Whether nothing is left."""
        return self.position >= len(self.text)

    def peek(self, length: int = 1) -> str:
        """The next characters, without taking them; shorter at the end."""
        return self.text[self.position : self.position + length]

    def take(self, length: int = 1) -> str:
        """Take the next characters; shorter at the end."""
        taken = self.peek(length)
        self.position += len(taken)
        return taken

    def accept(self, expected: str) -> bool:
        """Take the expected characters if they come next."""
        if self.text.startswith(expected, self.position):
            self.position += len(expected)
            return True
        return False

    def take_while(self, allowed: str) -> str:
        """Take as many of the allowed characters as come."""
        start = self.position
        while not self.is_done and self.text[self.position] in allowed:
            self.position += 1
        return self.text[start : self.position]

    def take_until(self, closing: str) -> str | None:
        """Take up to the closing text and skip that; None (and nothing taken) if it does not come."""
        end = self.text.find(closing, self.position)
        if end < 0:
            return None
        taken = self.text[self.position : end]
        self.position = end + len(closing)
        return taken

    def descend(self, start: int) -> None:
        """Enter a parenthesis or bracket that opened at `start`."""
        self.depth += 1
        if self.depth > DEEPEST:
            self.foreign(f"nesting deeper than {DEEPEST}", start)

    def invalid(self, message: str, start: int, end: int | None = None) -> NoReturn:
        """Give up: the pattern is broken, from `start` to `end` (None: the next character)."""
        raise InvalidError(RegexError(message, start, self.position if end is None else end))

    def foreign(self, name: str, start: int) -> NoReturn:
        """Give up: what lies between `start` and the position is not certain to mean one thing."""
        raise ForeignError(Construct(name, start, self.position))
