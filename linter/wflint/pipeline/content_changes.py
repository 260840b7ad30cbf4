"""What of a job's content changed: facts one by one, steps put beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wflint.pipeline.job_content import JobContent

ChangeKind: TypeAlias = Literal["added", "removed", "changed", "moved"]
Step: TypeAlias = tuple[str, Any]

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
    return bool(_key(old) == _key(new))


def _step_changes(old: Sequence[Step], new: Sequence[Step], when: str) -> Iterator[Change]:
    from difflib import SequenceMatcher

    before, after = [_key(step) for step in old], [_key(step) for step in new]
    if before == after:
        return
    gone: list[int] = []
    come: list[int] = []
    pairs: list[tuple[int, int]] = []
    for tag, start, end, begin, stop in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        matched = _alike(old, new, range(start, end), range(begin, stop))
        pairs += matched
        gone += [one for one in range(start, end) if one not in {first for first, _ in matched}]
        come += [one for one in range(begin, stop) if one not in {second for _, second in matched}]
    moved = _moved(before, after, gone, come)
    changes = [(second, _step_change(old[first], new[second], when)) for first, second in pairs]
    changes += [(one, [Change(step_label(new[one]), "added", None, new[one][1], when)]) for one in come]
    changes += [(second, [Change(step_label(new[second]), "moved", when=when)]) for second in moved]
    for one in gone:
        yield Change(step_label(old[one]), "removed", old[one][1], None, when)
    for _, found in sorted(changes, key=lambda change: change[0]):
        yield from found


def _alike(old: Sequence[Step], new: Sequence[Step], first: range, second: range) -> list[tuple[int, int]]:
    """Steps in the same gap that are one step changed: of the same kind and name, in order."""
    pairs: list[tuple[int, int]] = []
    free = list(second)
    for one in first:
        candidates = [other for other in free if new[other][0] == old[one][0]]
        named = [other for other in candidates if _name(new[other]) == _name(old[one])]
        # An unnamed command is the same step only where nothing else could be.
        alone = candidates if len(first) == len(second) == len(candidates) == 1 else []
        found = next(iter((*named, *alone)), None)
        if found is not None:
            pairs.append((one, found))
            free = [other for other in free if other > found]
    return pairs


def _moved(before: Sequence[Any], after: Sequence[Any], gone: list[int], come: list[int]) -> list[int]:
    """Positions of new steps that were elsewhere before; they are taken out of what is gone and come."""
    moved = []
    for other in tuple(come):
        one = next((each for each in gone if before[each] == after[other]), None)
        if one is not None:
            gone.remove(one)
            come.remove(other)
            moved.append(other)
    return moved


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


def _key(value: Any) -> Any:
    """A value as something to compare: the order of keys does not matter, types do."""
    if isinstance(value, dict):
        return ("map", frozenset((key, _key(each)) for key, each in value.items()))
    if isinstance(value, list | tuple):
        return ("list", tuple(_key(each) for each in value))
    return (type(value).__name__, value)
