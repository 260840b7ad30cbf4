"""What is written in nodes, for telling whether two of them are the same but for their places."""

from __future__ import annotations

from wflint.syntax.nodes import Scalar, Sequence, resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable

    from wflint.syntax.nodes import Node


def content_of(node: Node) -> Hashable:
    """The content of a node, aliases followed: equal for nodes that mean the same, wherever they stand."""
    value = resolve(node)
    if isinstance(value, Scalar):
        return value.value, value.style, value.tag
    if isinstance(value, Sequence):
        return "[", value.tag, *[content_of(item) for item in value.items]
    return "{", value.tag, *[(content_of(key), content_of(item)) for key, item in value.entries]
