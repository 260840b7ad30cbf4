"""YAML in the style of CircleCI's compiler, printed by PyYAML's emitter.

Block layout, dashes at the column of their parent key, keys unsorted, no anchors, no folding; texts of one line plain
or in single quotes, texts of several lines as literal blocks where YAML allows it.
"""

from __future__ import annotations

from io import StringIO
from typing import Any, cast

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from wflint.deferred import regex
from wflint.syntax.scalars import plain_data, printed

WIDTH = 2**31 - 1

_TEXT = "tag:yaml.org,2002:str"
_OTHER = "tag:yaml.org,2002:float"
_TAGS = {bool: "tag:yaml.org,2002:bool", int: "tag:yaml.org,2002:int", float: "tag:yaml.org,2002:float"}
# What the C emitter writes otherwise than PyYAML's own, which writes it as CircleCI does; blank lines at the end of a
# text and odd keys are the rest.
_SPECIAL = regex("[\x85\u2028\u2029\ufeff\U00010000-\U0010ffff]")


def dump(data: Any) -> str:
    """Print plain data as one document without markers."""
    root = _node(data)
    stream = StringIO()
    fast: Any = getattr(yaml, "CSafeDumper", None)
    kind = yaml.SafeDumper if fast is None or _has_special(root) else fast
    dumper: Any = _dumper_class(kind)(stream, default_flow_style=False, width=WIDTH, allow_unicode=True)
    dumper.open()
    dumper.serialize(root)
    dumper.close()
    dumper.dispose()
    return stream.getvalue()


def _dumper_class(base: Any) -> type[Any]:
    class Dumper(base):  # type: ignore[misc] # one of PyYAML's
        """Knows which texts CircleCI would read as something else, and remembers them."""

        known: dict[str, str] = {}  # noqa: RUF012 - the class is made for one document

        def resolve(self, kind: type[Node], value: Any, implicit: Any) -> str:
            if kind is not ScalarNode or not implicit[0]:
                return cast("str", super().resolve(kind, value, implicit))
            tag = self.known.get(value)
            if tag is None:
                tag = cast("str", super().resolve(kind, value, implicit))
                if tag == _TEXT and not isinstance(plain_data(value), str):
                    tag = _OTHER
                self.known[value] = tag
            return tag

    return Dumper


def _has_special(node: Node) -> bool:
    if isinstance(node, ScalarNode):
        text = node.value
        return text == "\n" or text.endswith("\n\n") or (not text.isascii() and _SPECIAL.search(text) is not None)
    if isinstance(node, SequenceNode):
        return any(map(_has_special, node.value))
    return any(
        not key.value or not key.value.isprintable() or _has_special(key) or _has_special(value)
        for key, value in node.value
    )


def _node(data: Any) -> Node:
    """A tree that shares no node with itself, so that nothing is printed as an alias."""
    if isinstance(data, str):
        return ScalarNode(_TEXT, data, style="|" if "\n" in data else None)
    if isinstance(data, dict):
        pairs = [(_node(key), _node(value)) for key, value in data.items()]
        return MappingNode("tag:yaml.org,2002:map", pairs, flow_style=not pairs)
    if isinstance(data, list):
        return SequenceNode("tag:yaml.org,2002:seq", [_node(item) for item in data], flow_style=not data)
    if data is None:
        return ScalarNode("tag:yaml.org,2002:null", "null")
    return ScalarNode(_TAGS[type(data)], printed(data))
