"""Keys that are there to hold anchors."""

from __future__ import annotations

from wflint.syntax.nodes import Alias, Mapping, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.model.shape.state import State
    from wflint.syntax.nodes import Node


def holds_used_anchors(state: State, value: Node) -> bool:
    """Whether the document refers to an anchor in a value: then its key is there to hold it."""
    root = state.config.document.root
    if root is None:
        return False
    targets = {id(node.target) for node in nodes(root) if isinstance(node, Alias)}
    return any(id(node) in targets for node in nodes(value))


def nodes(root: Node) -> Iterator[Node]:
    """Every node below a node, itself first; what an alias stands for is not entered."""
    pending = [root]
    while pending:
        node = pending.pop()
        yield node
        if isinstance(node, Mapping):
            for entry in node.entries:
                pending.append(entry.key)
                pending.append(entry.value)
        elif isinstance(node, Sequence):
            pending.extend(node.items)
