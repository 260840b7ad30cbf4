"""What of a job's content changed: facts one by one, steps put beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wflint.pipeline.job_content import JobContent

ChangeKind: TypeAlias = Literal["added", "removed", "changed", "moved"]
Step: TypeAlias = tuple[str, Any]

MOST_PAIRS = 250_000
"""Pairs of steps that are compared to find what two lists have in common."""

_LABEL = 60


class Change(NamedTuple):
    """One thing that is different.

    `what` names it: `image`, `environment CI`, ``step `run npm ci` ``. `old` and `new` are plain data: None where
    nothing is, or nothing worth saying. `when` says for which values the two differ; empty: for the defaults.
    """

    what: str
    kind: ChangeKind
    old: Any = None
    new: Any = None
    when: str = ""


def content_changes(old: JobContent, new: JobContent, when: str = "") -> tuple[Change, ...]:
    """The changes from one content to another: facts in the order of the new, then steps in their order."""
    return (*fact_changes(old.facts, new.facts, "", when), *_step_changes(old.steps, new.steps, when))


def fact_changes(old: dict[str, Any], new: dict[str, Any], prefix: str = "", when: str = "") -> Iterator[Change]:
    """The changes between two maps, key by key; a map inside of both is looked into."""
    for name in dict.fromkeys((*new, *old)):
        what = f"{prefix}{name}"
        if name not in old:
            yield Change(what, "added", None, new[name], when)
        elif name not in new:
            yield Change(what, "removed", old[name], None, when)
        elif not is_same(old[name], new[name]):
            if isinstance(old[name], dict) and isinstance(new[name], dict):
                yield from fact_changes(old[name], new[name], f"{what} ", when)
            else:
                yield Change(what, "changed", old[name], new[name], when)


def is_same(old: Any, new: Any) -> bool:
    """Whether two values are equal; `1`, `1.0` and `true` are not."""
    return bool(comparable(old) == comparable(new))


def comparable(value: Any) -> Any:
    """A value as something to compare: the order of keys does not matter, types do."""
    if isinstance(value, dict):
        return ("map", frozenset((key, comparable(each)) for key, each in value.items()))
    if isinstance(value, list | tuple):
        return ("list", tuple(comparable(each) for each in value))
    return (type(value).__name__, value)


def _step_changes(old: Sequence[Step], new: Sequence[Step], when: str) -> Iterator[Change]:
    before, after = [comparable(step) for step in old], [comparable(step) for step in new]
    if before == after:
        return
    gone: list[int] = []
    come: list[int] = []
    pairs: list[tuple[int, int]] = []
    for first, second in _gaps(before, after):
        matched = _alike(old, new, first, second)
        pairs += matched
        left, right = {one for one, _ in matched}, {other for _, other in matched}
        gone += [one for one in first if one not in left]
        come += [other for other in second if other not in right]
    moved = _moved(before, after, gone, come)
    changes = [(second, _step_change(old[first], new[second], when)) for first, second in pairs]
    changes += [(one, [Change(step_label(new[one]), "added", None, new[one][1], when)]) for one in come]
    changes += [(second, [Change(step_label(new[second]), "moved", when=when)]) for second in moved]
    for one in gone:
        yield Change(step_label(old[one]), "removed", old[one][1], None, when)
    for _, found in sorted(changes, key=lambda change: change[0]):
        yield from found


def _gaps(before: Sequence[Any], after: Sequence[Any]) -> Iterator[tuple[range, range]]:
    """The parts of two lists that are not alike; of very long lists all between their common ends."""
    from difflib import SequenceMatcher

    shorter = min(len(before), len(after))
    start = next((place for place in range(shorter) if before[place] != after[place]), shorter)
    left = shorter - start
    end = next((place for place in range(left) if before[-1 - place] != after[-1 - place]), left)
    first, second = before[start : len(before) - end], after[start : len(after) - end]
    if len(first) * len(second) > MOST_PAIRS:
        yield range(start, len(before) - end), range(start, len(after) - end)
        return
    for tag, one, past, other, stop in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag != "equal":
            yield range(start + one, start + past), range(start + other, start + stop)


def _alike(old: Sequence[Step], new: Sequence[Step], first: range, second: range) -> list[tuple[int, int]]:
    """Steps in the same gap that are one step changed: of the same kind and name, in order."""
    if len(first) == len(second) == 1 and old[first[0]][0] == new[second[0]][0]:
        # A command of another name is the same step only where nothing else could be.
        return [(first[0], second[0])]
    waiting: dict[tuple[str, str], list[int]] = {}
    for other in reversed(second):
        waiting.setdefault((new[other][0], _name(new[other])), []).append(other)
    pairs: list[tuple[int, int]] = []
    for one in first:
        candidates = waiting.get((old[one][0], _name(old[one])), [])
        while candidates and pairs and candidates[-1] < pairs[-1][1]:
            candidates.pop()
        if candidates:
            pairs.append((one, candidates.pop()))
    return pairs


def _moved(before: Sequence[Any], after: Sequence[Any], gone: list[int], come: list[int]) -> list[int]:
    """Positions of new steps that were elsewhere before; they are taken out of what is gone and come."""
    places: dict[Any, list[int]] = {}
    for one in reversed(gone):
        places.setdefault(before[one], []).append(one)
    moved: dict[int, int] = {other: places[after[other]].pop() for other in come if places.get(after[other])}
    left = set(moved.values())
    gone[:] = [one for one in gone if one not in left]
    come[:] = [other for other in come if other not in moved]
    return list(moved)


def _step_change(old: Step, new: Step, when: str) -> list[Change]:
    label = step_label(new)
    if isinstance(old[1], dict) and isinstance(new[1], dict):
        return list(fact_changes(old[1], new[1], f"{label} ", when))
    return [Change(label, "changed", old[1], new[1], when)]


def step_label(step: Step) -> str:
    """A step as people call it: its name, else the first line of what it runs."""
    kind, arguments = step
    name = _name(step)
    if not name and isinstance(arguments, dict):
        lines = [line.strip() for line in str(arguments.get("command") or "").splitlines()]
        name = next((line for line in lines if line and not line.startswith(("#", "set "))), "")
    name = name if len(name) <= _LABEL else f"{name[: _LABEL - 1]}…"
    return f"step `{kind} {name}`" if name else f"step `{kind}`"


def _name(step: Step) -> str:
    arguments = step[1]
    return str(arguments.get("name") or "") if isinstance(arguments, dict) else ""
