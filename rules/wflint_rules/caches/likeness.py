"""Cache keys that differ in little: most likely they were meant to be one."""

from __future__ import annotations

from wflint import Related

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint import CacheKey, CacheStep


class Likes:
    """The keys of some steps, by what they are without their numbers; looked at when first asked for."""

    __slots__ = ("_by_shape", "_steps")

    def __init__(self, steps: Iterable[CacheStep]) -> None:
        self._steps = steps
        self._by_shape: dict[object, CacheKey] | None = None

    def of(self, key: CacheKey) -> tuple[Related, ...]:
        """Where a key stands that differs in numbers only (`v1` and `v2`); empty if there is none."""
        if self._by_shape is None:
            self._by_shape = {}
            for step in self._steps:
                for other in step.keys:
                    self._by_shape.setdefault(_shape(other), other)
        like = self._by_shape.get(_shape(key))
        return () if like is None else (Related(like.value.place, f"`{like.value.text}` differs in its version only"),)


def _shape(key: CacheKey) -> tuple[tuple[str, str], ...]:
    return tuple(
        (token.kind, _without_digits(token.text) if token.kind == "literal" else token.text) for token in key.tokens
    )


def _without_digits(text: str) -> str:
    return "".join(char for char in text if not char.isdigit())
