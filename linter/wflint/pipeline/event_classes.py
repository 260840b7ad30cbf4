"""Events that start the same jobs of a workflow, put together and described in words."""

from __future__ import annotations

from wflint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint.pipeline.events import Event, EventKind
    from wflint.pipeline.reach import WorkflowReach
    from wflint.syntax.scalars import Data

_MOST_PIECES = 4
_MOST_OF_REST = 2
_KINDS = {
    "push": "push",
    "pull_request": "pull request",
    "schedule": "schedule",
    "api": "API call",
    "webhook": "custom webhook",
}


class EventClass(NamedTuple):
    """Cells of a reach, by position, for which the same jobs run; `words` describe them all."""

    cells: tuple[int, ...]
    words: str


class _Fact(NamedTuple):
    """An event as a point: each field is one dimension, `values` by full name."""

    kind: EventKind
    place: str
    values: tuple[tuple[str, Data], ...]


def event_classes(reach: WorkflowReach) -> tuple[EventClass, ...]:
    """The classes of a workflow's events, in the order of their first cells.

    All events that run nothing are one class.
    """
    found: dict[object, list[int]] = {}
    nothing = None
    for cell in range(len(reach.cells)):
        runs = [reach.runs(cell, job) for job in range(len(reach.workflow.jobs))]
        key: object = (reach.workflow_runs[cell], reach.states[cell]) if set(runs) - {"no"} else nothing
        found.setdefault(key, []).append(cell)
    facts = [_fact(reach, event) for event in reach.cells]
    classes = []
    for key, cells in found.items():
        words = _described([facts[cell] for cell in cells], facts)
        is_rest = key is nothing and len(found) > 1 and words.count(";") >= _MOST_OF_REST
        classes.append(EventClass(tuple(cells), "all other events" if is_rest else words))
    return tuple(classes)


def _fact(reach: WorkflowReach, event: Event) -> _Fact:
    place = reach.branches[event.branch or ""] if event.tag is None else reach.tags[event.tag]
    parameters = tuple((name, value) for name, value in event.parameters)
    return _Fact(event.kind, place, (*parameters, *event.values))


def _described(facts: Sequence[_Fact], everything: Sequence[_Fact]) -> str:
    for name in dict.fromkeys(name for fact in facts for name, _ in fact.values):
        if _makes_no_difference(name, facts, everything):
            facts = [_shorn(fact, name) for fact in facts]
            everything = [_shorn(fact, name) for fact in everything]
    kinds: dict[tuple[str, tuple[tuple[str, Data], ...]], dict[EventKind, None]] = {}
    for fact in facts:
        kinds.setdefault((fact.place, fact.values), {})[fact.kind] = None
    pieces: dict[str, None] = {}
    for (place, values), found in kinds.items():
        given = f" with {', '.join(f'`{name}` {_shown(value)}' for name, value in values)}" if values else ""
        is_any = set(found) == {fact.kind for fact in everything if fact.place == place}
        pieces[place + given if is_any else f"{_joined([_KINDS[kind] for kind in found])} on {place}{given}"] = None
    listed = list(pieces)
    more = f" and {len(listed) - _MOST_PIECES} more" if len(listed) > _MOST_PIECES else ""
    return "; ".join(listed[:_MOST_PIECES]) + more


def _joined(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _makes_no_difference(name: str, facts: Sequence[_Fact], everything: Sequence[_Fact]) -> bool:
    """Whether the facts hold for all that a value can be."""
    shorn = {_shorn(fact, name) for fact in facts}
    return set(facts) == {fact for fact in everything if _shorn(fact, name) in shorn}


def _shorn(fact: _Fact, name: str) -> _Fact:
    return fact._replace(values=tuple(pair for pair in fact.values if pair[0] != name))


def _shown(value: Data) -> str:
    if isinstance(value, str):
        return f"`{value}`"
    return str(value).lower()
