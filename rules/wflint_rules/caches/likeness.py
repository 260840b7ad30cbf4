"""Cache keys that differ in little: most likely they were meant to be one."""

from __future__ import annotations

from wflint import Related

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint import CacheKey, CacheStep


def like_key(key: CacheKey, steps: Iterable[CacheStep]) -> tuple[Related, ...]:
    """Where a key stands that differs in numbers only (`v1` and `v2`); empty if there is none."""
    shape = _shape(key)
    for step in steps:
        for other in step.keys:
            if _shape(other) == shape:
                return (Related(other.value.place, f"`{other.value.text}` differs in its version only"),)
    return ()


def _shape(key: CacheKey) -> tuple[tuple[str, str], ...]:
    return tuple(
        (token.kind, _without_digits(token.text) if token.kind == "literal" else token.text) for token in key.tokens
    )


def _without_digits(text: str) -> str:
    return "".join(char for char in text if not char.isdigit())
