"""The entries of a mapping as CircleCI's YAML loader (SnakeYAML) sees them: merge keys and duplicates resolved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint.syntax.nodes import Entry, Mapping, Scalar, Sequence, resolve

if TYPE_CHECKING:
    from wflint.syntax.nodes import Node, Value


def is_merge_key(key: Node) -> bool:
    """Whether a key is `<<`, plain and untagged (a quoted one is an ordinary key)."""
    return (
        isinstance(key, Scalar)
        and key.value == "<<"
        and key.style == ""
        and key.tag in (None, "tag:yaml.org,2002:merge")
    )


def effective_entries(mapping: Mapping) -> tuple[Entry, ...]:
    """Resolve merge keys and duplicates.

    Merged entries stand at the position of their `<<`; an explicit key replaces a merged one in place;
    of duplicate explicit keys the last counts. A merge value that is no mapping adds nothing.
    """
    entries = mapping.entries
    seen: set[str] = set()
    for key, _ in entries:
        if not isinstance(key, Scalar) or key.value in seen or key.value == "<<":
            break
        seen.add(key.value)
    else:
        return entries
    slots: list[Entry] = []
    index: dict[object, int] = {}
    _merge(mapping, slots, index, explicit=True, active=set())
    return tuple(slots)


def _merge(mapping: Mapping, slots: list[Entry], index: dict[object, int], *, explicit: bool, active: set[int]) -> None:
    if id(mapping) in active:
        return
    active.add(id(mapping))
    for entry in mapping.entries:
        if is_merge_key(entry.key):
            for merged in _merged_mappings(resolve(entry.value)):
                _merge(merged, slots, index, explicit=False, active=active)
            continue
        identity: object = entry.name if entry.name is not None else id(entry.key)
        position = index.get(identity)
        if position is None:
            index[identity] = len(slots)
            slots.append(entry)
        elif explicit:
            slots[position] = entry
    active.discard(id(mapping))


def _merged_mappings(value: Value) -> list[Mapping]:
    if isinstance(value, Mapping):
        return [value]
    if isinstance(value, Sequence):
        return [item for item in map(resolve, value.items) if isinstance(item, Mapping)]
    return []
