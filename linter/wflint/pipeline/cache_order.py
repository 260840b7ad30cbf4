"""Keys of a cache that are tried in turn: which of them finds what a later one would."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint.pipeline.caches import Token


def first_beginnings(keys: Sequence[Sequence[Token]]) -> tuple[int | None, ...]:
    """For each key the position of the first before it with which everything made from it begins; None without one.

    That is certain if both are made at the same moment and the same templates come first in both. `{{ epoch }}` differs
    at each moment, so what holds it is the beginning of nothing.
    """
    tried = _Tried()
    found = []
    for position, tokens in enumerate(keys):
        found.append(tried.first(tokens))
        tried.add(tokens, position)
    return tuple(found)


class _Tried:
    """Keys by their tokens: which of them ends here, which with a text, and which go on with a token.

    `end` is the position of the first that ends, `texts` those by their last text; `lengths` are the lengths of these.
    """

    __slots__ = ("end", "following", "lengths", "texts")

    def __init__(self) -> None:
        self.end: int | None = None
        self.following: dict[tuple[str, str], _Tried] = {}
        self.texts: dict[str, int] = {}
        self.lengths: set[int] = set()

    def add(self, tokens: Sequence[Token], position: int) -> None:
        """Add a key; of equal ones the first stays."""
        here = self
        for number, token in enumerate(tokens, start=1):
            if number == len(tokens) and token.kind == "literal":
                here.texts.setdefault(token.text, position)
                here.lengths.add(len(token.text))
                return
            if token.text == "epoch":
                return
            here = here.following.setdefault((token.kind, token.text), _Tried())
        if here.end is None:
            here.end = position

    def first(self, tokens: Sequence[Token]) -> int | None:
        """The position of the first key that another begins with."""
        here = self
        found = [here.end]
        for token in tokens:
            if token.kind == "literal":
                found += [here.texts.get(token.text[:length]) for length in here.lengths if length <= len(token.text)]
            following = here.following.get((token.kind, token.text))
            if following is None:
                break
            here = following
            found.append(here.end)
        return min([position for position in found if position is not None], default=None)
