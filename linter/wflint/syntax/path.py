"""The way from the root to a node, as keys and indices, and the node at an offset."""

from __future__ import annotations

from wflint.records import NamedTuple
from wflint.syntax.nodes import Mapping, Sequence, resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from wflint.syntax.document import Document
    from wflint.syntax.nodes import Node

Path: TypeAlias = tuple[str | int, ...]
"""Keys of maps and 0-based indices of lists from the root down; empty for the root."""


class Found(NamedTuple):
    """A node, its path, and whether it is the key at the end of that path and not the value."""

    node: Node
    path: Path
    is_key: bool = False


def locate(document: Document, offset: int) -> Found | None:
    """The innermost node that an offset lies in or touches, or None outside of the root.

    Where two nodes touch, the one that the offset lies in counts. Aliases are not followed.
    """
    if document.root is None or not _touches(document.root, offset):
        return None
    found = Found(document.root, ())
    while True:
        inside = None
        for child in _children(found):
            if child.node.start > offset:
                break
            if _touches(child.node, offset) and (
                inside is None or offset < child.node.end or child.node.start == offset
            ):
                inside = child
        if inside is None:
            return found
        found = inside


def node_at(document: Document, offset: int) -> Node | None:
    """The innermost node that an offset lies in or touches, or None outside of the root."""
    found = locate(document, offset)
    return None if found is None else found.node


def path_of(document: Document, node: Node) -> Path | None:
    """The path of a value of this document as it is written, or None for a node that is no value in it."""
    if document.root is None:
        return None
    found = Found(document.root, ())
    while found.node is not node:
        inside = None
        for child in _children(found):
            if child.node is node or (child.node.start <= node.start and node.end <= child.node.end):
                inside = child
                if child.node is node:
                    break
        if inside is None:
            return None
        found = inside
    return None if found.is_key else found.path


def node_by_path(document: Document, path: Path) -> Node | None:
    """The value at a path, aliases followed and merge keys resolved on the way; None if there is none."""
    node = document.root
    for step in path:
        value = None if node is None else resolve(node)
        node = None
        if isinstance(value, Mapping) and isinstance(step, str):
            entry = value.entry(step)
            node = None if entry is None else entry.value
        elif isinstance(value, Sequence) and isinstance(step, int) and 0 <= step < len(value.items):
            node = value.items[step]
    return node


def _touches(node: Node, offset: int) -> bool:
    return node.start <= offset <= node.end


def _children(found: Found) -> Iterator[Found]:
    node, path = found.node, found.path
    if isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield Found(item, (*path, index))
    elif isinstance(node, Mapping):
        for entry in node.entries:
            name = entry.name
            step = entry.key.source.text[entry.key.start : entry.key.end] if name is None else name
            yield Found(entry.key, (*path, step), is_key=True)
            yield Found(entry.value, (*path, step))
