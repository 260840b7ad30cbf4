"""YAML in the style of CircleCI's compiler, printed by PyYAML's emitter.

Block layout, dashes at the column of their parent key, keys unsorted, no anchors, no folding; texts of one line plain
or in single quotes, texts of several lines as literal blocks where YAML allows it.
"""

from __future__ import annotations

from typing import Any, cast

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

try:
    from yaml import CSafeDumper as _Base
except ImportError:  # PyYAML without its C library
    from yaml import SafeDumper as _Base  # type: ignore[assignment] # the same interface

WIDTH = 2**31 - 1

_TEXT = "tag:yaml.org,2002:str"
_TAGS = {bool: "tag:yaml.org,2002:bool", int: "tag:yaml.org,2002:int", float: "tag:yaml.org,2002:float"}


def dump(data: Any) -> str:
    """Print plain data as one document without markers."""
    from io import StringIO

    stream = StringIO()
    dumper = _Dumper(stream, default_flow_style=False, width=WIDTH, allow_unicode=True)
    dumper.open()
    dumper.serialize(_node(data))
    dumper.close()
    dumper.dispose()
    return stream.getvalue()


class _Dumper(_Base):
    """Remembers which texts would be read as something else when they are written plain."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._plain: dict[str, str] = {}

    def resolve(self, kind: type[Node], value: Any, implicit: Any) -> str:
        resolver: Any = super()
        if kind is not ScalarNode or not implicit[0]:
            return cast("str", resolver.resolve(kind, value, implicit))
        tag = self._plain.get(value)
        if tag is None:
            tag = self._plain[value] = resolver.resolve(kind, value, implicit)
        return tag


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
    return ScalarNode(_TAGS[type(data)], _number(data))


def _number(value: float) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return cast("str", yaml.SafeDumper.represent_float(_FLOATS, value).value)


_FLOATS = yaml.representer.SafeRepresenter()
