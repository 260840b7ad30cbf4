"""Cron expressions of scheduled workflows: what CircleCI supports of POSIX, and when one fires next.

Source: https://circleci.com/docs/guides/orchestrate/workflows/#specifying-a-valid-schedule
"""

from __future__ import annotations

import re

from wflint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_NICKNAMES = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
_MOST_LISTED = 31


class _Field(NamedTuple):
    word: str
    low: int
    high: int
    names: tuple[str, ...] = ()


_FIELDS = (
    _Field("minute", 0, 59),
    _Field("hour", 0, 23),
    _Field("day of the month", 1, 31),
    _Field("month", 1, 12, _MONTHS),
    _Field("day of the week", 0, 7, _DAYS),
)


class CronFault(NamedTuple):
    """What is wrong with a stretch of a cron expression, `start` and `end` being offsets in it.

    `is_certain`: the documentation rules it out; otherwise it only goes beyond what is documented to work.
    `replacement` is what to write for the stretch, if that is clear.
    """

    message: str
    start: int
    end: int
    is_certain: bool = True
    replacement: str | None = None


def cron_faults(text: str) -> tuple[CronFault, ...]:
    """What CircleCI does not support in a cron expression, in the order of the text."""
    stripped = text.strip()
    start = text.find(stripped)
    if stripped.startswith("@"):
        message = f"`{stripped}` is not five fields"
        return (CronFault(message, start, start + len(stripped), replacement=_NICKNAMES.get(stripped.lower())),)
    fields = [(match.group(), match.start()) for match in re.finditer(r"\S+", text)]
    if len(fields) != len(_FIELDS):
        count = f"{len(fields)} field{'' if len(fields) == 1 else 's'}"
        message = f"a schedule has five fields (minute, hour, day, month, day of the week), this one has {count}"
        return (CronFault(message, start, start + len(stripped)),)
    found = [
        fault._replace(start=fault.start + offset, end=fault.end + offset)
        for (word, offset), field in zip(fields, _FIELDS, strict=True)
        for fault in _field_faults(word, field)
    ]
    if not found and _never_fires(*(word for word, _ in fields[2:])):
        message = "no month that it names has such a day: it never fires"
        found.append(CronFault(message, fields[2][1], fields[3][1] + len(fields[3][0])))
    return tuple(found)


def next_run(text: str, after: datetime) -> datetime | None:
    """The next moment, in UTC, at which a cron expression fires; None if it is not valid or never does.

    CircleCI may start up to 15 minutes later.
    """
    from cronsim import CronSim, CronSimError

    if any(fault.is_certain for fault in cron_faults(text)):
        return None
    try:
        return next(CronSim(text, after))
    except (CronSimError, StopIteration):
        return None


def _field_faults(text: str, field: _Field) -> Iterator[CronFault]:
    if "/" in text:
        message = f"steps such as `{text}` are not supported"
        yield CronFault(message, 0, len(text), replacement=_listed(_stepped(text, field)))
        return
    parts = text.split(",")
    if len(parts) > 1 and any(re.fullmatch(r"\w+-\w+", part) for part in parts):
        values = sorted({value for part in parts for value in _ranged(part, field) or ()})
        message = f"the range inside the list `{text}` is not supported"
        is_clear = all(_ranged(part, field) for part in parts)
        yield CronFault(message, 0, len(text), replacement=_listed(values) if is_clear else None)
        return
    offset = 0
    for part in parts:
        fault = _part_fault(part, field)
        if fault is not None:
            yield fault._replace(start=offset, end=offset + len(part))
        offset += len(part) + 1


def _part_fault(text: str, field: _Field) -> CronFault | None:
    """What is wrong with a single value or range."""
    if text == "*":
        return None
    first, dash, last = text.partition("-")
    bounds = [_value(word, field) for word in ((first, last) if dash else (first,))]
    for word, value in zip((first, last), bounds, strict=False):
        if value is None:
            return CronFault(f"`{word}` is no {field.word}", 0, 0)
        if not field.low <= value <= field.high:
            return CronFault(f"{field.word} `{word}` is not between {field.low} and {field.high}", 0, 0)
    values = _ranged(text, field)
    if dash and not values:
        return CronFault(f"the range `{text}` counts down", 0, 0)
    is_named = not text.replace("-", "").isdecimal()
    if dash and field.names is _DAYS:
        if is_named:
            return CronFault(f"the range of days `{text}` is not supported", 0, 0, replacement=_listed(values))
        message = f"the documentation does not support ranges of days such as `{text}`"
        return CronFault(message, 0, 0, is_certain=False, replacement=_listed(values))
    if is_named:
        message = f"names such as `{text}` are not part of the documented syntax"
        return CronFault(message, 0, 0, is_certain=False, replacement=_listed(values))
    return None


def _value(text: str, field: _Field) -> int | None:
    if text.isascii() and text.isdecimal():
        return int(text)
    if text.lower() in field.names:
        return field.names.index(text.lower()) + field.low
    return None


def _ranged(text: str, field: _Field) -> list[int] | None:
    """The values of a part without a step; None or empty if it has none."""
    if text == "*":
        return list(range(field.low, 7 if field.names is _DAYS else field.high + 1))
    first, dash, last = text.partition("-")
    low, high = _value(first, field), _value(last if dash else first, field)
    return None if low is None or high is None else list(range(low, high + 1))


def _stepped(text: str, field: _Field) -> list[int] | None:
    base, _, step = text.partition("/")
    if "," in base or not step.isdecimal() or not int(step):
        return None
    values = _ranged(base, field) if base == "*" or "-" in base else _ranged(f"{base}-{field.high}", field)
    return values[:: int(step)] if values else None


def _listed(values: list[int] | None) -> str | None:
    return ",".join(map(str, values)) if values and len(values) <= _MOST_LISTED else None


def _never_fires(days: str, months: str, weekdays: str) -> bool:
    """Whether no month has such a day; with days of the week either may match."""
    if days == "*" or weekdays != "*":
        return False
    first = min(value for part in days.split(",") for value in _ranged(part, _FIELDS[2]) or [1])
    allowed = [value for part in months.split(",") for value in _ranged(part, _FIELDS[3]) or [1]]
    return all(_LENGTHS[month - 1] < first for month in allowed)
