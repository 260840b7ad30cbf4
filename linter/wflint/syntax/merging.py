"""The entries of a mapping as CircleCI's YAML loader (SnakeYAML) sees them: merge keys and duplicates resolved."""

from __future__ import annotations

from wflint.syntax.nodes import Alias, Entry, Mapping, Scalar, Sequence, resolve
from wflint.syntax.scalars import CORE, scalar_data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from wflint.syntax.nodes import Node

_MERGE_TAGS = (None, "!", f"{CORE}merge")
_MERGE = (Mapping, "<<")


def is_merge_key(key: Node) -> bool:
    """Whether a key is `<<`, plain and untagged (a quoted one is an ordinary key)."""
    return isinstance(key, Scalar) and key.value == "<<" and key.style == "" and key.tag in _MERGE_TAGS


def effective_entries(mapping: Mapping) -> tuple[Entry, ...]:
    """Resolve merge keys and duplicates.

    Of equal explicit keys the last counts, at its place. Merged entries stand at the place of their `<<`, of equal
    ones the first counts; an explicit key replaces a merged one where that stands. A merge value that is no mapping
    adds nothing.
    """
    entries = mapping.entries
    identities: list[Hashable] = [_identity(entry.key) for entry in entries]
    if len(set(identities)) == len(identities) and _MERGE not in identities:
        return entries
    last = {identity: index for index, identity in enumerate(identities)}
    slots: list[Entry] = []
    index: dict[Hashable, int] = {}
    for position, entry in enumerate(entries):
        if is_merge_key(entry.key):
            for merged in _merged_entries(mapping, entry.value, {id(mapping)}):
                _add(merged, _identity(merged.key), slots, index)
        elif last[identities[position]] == position:
            _add(entry, identities[position], slots, index, replace=True)
    return tuple(slots)


def _add(
    entry: Entry, identity: Hashable, slots: list[Entry], index: dict[Hashable, int], *, replace: bool = False
) -> None:
    position = index.get(identity)
    if position is None:
        index[identity] = len(slots)
        slots.append(entry)
    elif replace:
        slots[position] = entry


def _merged_entries(mapping: Mapping, value: Node, active: set[int]) -> Iterator[Entry]:
    """What a merge value gives to a mapping, in order; of equal keys only the first counts.

    SnakeYAML builds depth first. What an alias to an earlier part of the text stands for is built by then, so it gives
    its effective entries. What stands inside the mapping itself is not, and gives its entries as they come: in
    `<<: {<<: {a: 1}, a: 2}` the merged `a` is the first, 1.
    """
    target = resolve(value)
    if isinstance(target, Sequence):
        for item in target.items:
            if isinstance(resolve(item), Mapping):
                yield from _merged_entries(mapping, item, active)
    elif isinstance(target, Mapping) and id(target) not in active:
        if isinstance(value, Alias) and target.end <= mapping.start:
            yield from target.effective
            return
        for entry in target.entries:
            if is_merge_key(entry.key):
                yield from _merged_entries(mapping, entry.value, active | {id(target)})
            else:
                yield entry


def _identity(key: Node) -> Hashable:
    """What makes keys equal: text and type of a scalar, so that `1` and `0x1` are equal and `1` and `"1"` are not."""
    key = resolve(key)
    if not isinstance(key, Scalar):
        return id(key)
    if is_merge_key(key):
        return _MERGE
    data = scalar_data(key)
    return data if isinstance(data, str) else (type(data), data)
