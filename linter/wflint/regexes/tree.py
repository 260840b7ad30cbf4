"""The syntax tree of a regular expression; `start` and `end` are offsets in the pattern, half-open."""

from __future__ import annotations

from wflint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    from wflint.regexes.characters import Characters


class One(NamedTuple):
    """One character of a set; letter case and `.` are resolved already."""

    members: Characters
    start: int
    end: int


class Chain(NamedTuple):
    """One item after the other; no item is the empty text."""

    items: tuple[Tree, ...]
    start: int
    end: int


class Choice(NamedTuple):
    """One of several alternatives."""

    options: tuple[Tree, ...]
    start: int
    end: int


class Repeat(NamedTuple):
    """An item from `least` to `most` times (None: without bound)."""

    item: Tree
    least: int
    most: int | None
    mode: Literal["greedy", "lazy", "possessive"]
    start: int
    end: int


class Group(NamedTuple):
    """Parentheses. `number` counts capturing groups from 1 and is None for others; atomic ones do not give back."""

    item: Tree
    number: int | None
    name: str | None
    is_atomic: bool
    start: int
    end: int


class Look(NamedTuple):
    """A look ahead or behind; `is_negative`: what is seen must not match."""

    item: Tree
    is_ahead: bool
    is_negative: bool
    start: int
    end: int


class Anchor(NamedTuple):
    """A place in the text.

    `start` and `end` are those of the whole text, `final` is the end or just before its last line terminator,
    `boundary` and `no-boundary` those of words.
    """

    kind: Literal["start", "end", "final", "boundary", "no-boundary"]
    start: int
    end: int


class Reference(NamedTuple):
    """A repetition of what a capturing group matched."""

    number: int
    start: int
    end: int


Tree: TypeAlias = One | Chain | Choice | Repeat | Group | Look | Anchor | Reference


def children(tree: Tree) -> tuple[Tree, ...]:
    """The direct parts of a tree, in the order of the pattern."""
    if isinstance(tree, Chain):
        return tree.items
    if isinstance(tree, Choice):
        return tree.options
    return (tree.item,) if isinstance(tree, Repeat | Group | Look) else ()


class RegexError(NamedTuple):
    """What makes a pattern invalid in every dialect CircleCI may use (Java's, RE2's)."""

    message: str
    start: int
    end: int


class Construct(NamedTuple):
    """Something whose meaning depends on the dialect, or that only Java knows and this parser does not."""

    name: str
    start: int
    end: int


class Regex(NamedTuple):
    """A parsed pattern. `tree` is None exactly if there is an error or a construct that is not understood."""

    text: str
    tree: Tree | None
    error: RegexError | None = None
    construct: Construct | None = None
