"""Values of a compiled config as an operation needs them: texts, whole numbers, durations, lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wflint.compiler.compiled import CompiledMapping, CompiledScalar, CompiledSequence
from wflint.localrun.environment import text_of

if TYPE_CHECKING:
    from wflint.compiler.compiled import CompiledValue

_UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
_DURATION = re.compile(r"(\d+(?:\.\d*)?|\.\d+)(ms|[hms])")


def text(body: CompiledValue | None, key: str) -> str | None:
    """The value under a key as a text; None where the key is absent, null or no single value."""
    value = body.scalar(key) if isinstance(body, CompiledMapping) else None
    return None if value is None or value.data is None else text_of(value.data)


def texts(body: CompiledValue | None, key: str) -> tuple[str, ...] | None:
    """The single value, or all single values of the list, under a key; None where it is absent or null."""
    value = body.get(key) if isinstance(body, CompiledMapping) else None
    if isinstance(value, CompiledScalar):
        return None if value.data is None else (text_of(value.data),)
    if isinstance(value, CompiledSequence):
        return tuple(text_of(item.data) for item in value.items if isinstance(item, CompiledScalar))
    return None


def whole_number(body: CompiledValue | None, key: str) -> int | None:
    """The whole number under a key, which may be quoted; None for anything else."""
    value = body.scalar(key) if isinstance(body, CompiledMapping) else None
    data = value.data if value is not None else None
    if isinstance(data, int) and not isinstance(data, bool):
        return data
    return int(data) if isinstance(data, str) and data.isascii() and data.isdigit() and len(data) < 10 else None


def is_true(body: CompiledValue | None, key: str) -> bool:
    """Whether `true` stands under a key."""
    value = body.scalar(key) if isinstance(body, CompiledMapping) else None
    return value is not None and (value.data is True or value.data == "true")


def seconds(duration: str | None) -> float | None:
    """The seconds of a duration such as `10m`, `1.25h` or `1m30s`; None for what is none."""
    if duration is None or not duration or _DURATION.sub("", duration):
        return None
    return sum(float(number) * _UNITS[unit] for number, unit in _DURATION.findall(duration))
