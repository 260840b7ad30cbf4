"""A difference in words that all its reports share."""

from __future__ import annotations

import json

from wflint.report.concise import one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from wflint.pipeline.content_changes import Change
    from wflint.pipeline.difference import EdgeChange, JobChange
    from wflint.pipeline.event_changes import EventChange
    from wflint.syntax.scalars import Data

NOTHING = "nothing changes"
NOTHING_KNOWN = "nothing changes, as far as it can be compared"

_MOST = 120
_STATUSES = ("success",)
_ALL_STATUSES = 5


def grouped(jobs: Iterable[JobChange]) -> list[tuple[list[str], JobChange]]:
    """Jobs with the same fate and changes together: their names, and one of them; renamed ones stay alone.

    Changed filters stand apart from what changed inside of a job, which often is the same for many.
    """
    found: dict[str, tuple[list[str], JobChange]] = {}
    for job in jobs:
        inside = tuple(change for change in job.changes if change.what != "filters")
        outside = tuple(change for change in job.changes if change.what == "filters")
        parts = [inside, outside] if job.fate == "changed" else [job.changes]
        for changes in parts if job.fate != "changed" else filter(None, parts):
            part = job._replace(changes=changes)
            found.setdefault(repr(part[1:]), ([], part))[0].append(job.name)
    return list(found.values())


def change_line(change: Change) -> str:
    """One change in one line, without what changed of a text of several lines."""
    when = f" ({change.when})" if change.when else ""
    what = one_line(change.what)
    if change.kind == "moved":
        return f"{what} moved{when}"
    if changed_lines(change):
        return f"{what}{when}"
    if change.kind == "changed":
        return f"{what}: {shown(change.old)} → {shown(change.new)}{when}"
    value = change.new if change.kind == "added" else change.old
    return f"{what}: {shown(value)}{when}" if _is_telling(change, value) else f"{what}{when}"


def changed_lines(change: Change) -> list[str]:
    """The lines of a text that went (`- `) and came (`+ `), if it has several; else none."""
    texts = change.old, change.new
    if change.kind != "changed" or not all(isinstance(text, str) for text in texts):
        return []
    old, new = (text.splitlines() for text in texts)
    if len(old) < 2 and len(new) < 2:
        return []
    from difflib import ndiff

    return [one_line(line) for line in ndiff(old, new) if line[:2] in {"+ ", "- "}]


def edge_line(edge: EdgeChange) -> str:
    """What a job waits for otherwise than before."""
    source, target = one_line(edge.source), one_line(edge.target)
    if not edge.old:
        return f"{target} waits for {source}{_statuses(edge.new)}"
    if not edge.new:
        return f"{target} no longer waits for {source}"
    return f"{target} waits for {source}{_statuses(edge.new, always=True)}, not{_statuses(edge.old, always=True)}"


def event_words(event: EventChange) -> str:
    """The class of events, with an example where the words are not one themselves."""
    witness = witness_words(event)
    return one_line(event.words if witness in event.words else f"{event.words} (for example {witness})")


def witness_words(event: EventChange) -> str:
    """One event of a class, with the parameters it passes."""
    given = (*event.witness.parameters, *event.witness.values)
    values = f" with {', '.join(f'`{name}` {_value(value)}' for name, value in given)}" if given else ""
    return one_line(f"{event.witness.words}{values}")


def shown(value: Any) -> str:
    """A value in one line, shortened, in backquotes."""
    text = one_line(value.rstrip("\n") if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    return f"`{text if len(text) <= _MOST else f'{text[: _MOST - 1]}…'}`" if text else "empty"


def _is_telling(change: Change, value: Any) -> bool:
    """Whether the value says more than the name; a whole step is known by its label."""
    is_whole_step = change.what.startswith("step `") and change.what.endswith("`")
    return value is not None and not is_whole_step


def _statuses(statuses: tuple[str, ...], *, always: bool = False) -> str:
    if statuses == _STATUSES:
        return " to succeed" if always else ""
    if len(statuses) == _ALL_STATUSES:
        return " to end"
    return f" to be {' or '.join(statuses)}"


def _value(value: Data) -> str:
    return f"`{value}`" if isinstance(value, str) else str(value).lower()
