"""Parsed YAML with places: scalars, sequences, mappings and aliases, as written.

A node is never changed after composing. `start` and `end` are offsets of the source, anchors and tags excluded.
"""

from __future__ import annotations

from wflint.records import NamedTuple
from wflint.source import Place, Source, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias


class _Node:
    __slots__ = ("anchor", "end", "source", "start", "tag")

    source: Source
    start: int
    end: int
    tag: str | None
    anchor: Anchor | None

    @property
    def span(self) -> Span:
        """The node's text, without anchor and tag; a block collection ends where its last child ends."""
        return Span(self.start, self.end)

    @property
    def place(self) -> Place:
        """The node's span in its source."""
        return Place(self.source, Span(self.start, self.end))


class Anchor(NamedTuple):
    """`&name` before a node; the span includes the ampersand."""

    name: str
    span: Span


class Scalar(_Node):
    """A single value. `value` is its text after YAML's unescaping and folding, not yet typed.

    `style` is `""` for plain, else one of `'`, `"`, `|`, `>`. An empty span is an omitted value (null).
    """

    __slots__ = ("style", "value")

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        value: str,
        style: str = "",
        tag: str | None = None,
        anchor: Anchor | None = None,
    ) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.value = value
        self.style = style
        self.tag = tag
        self.anchor = anchor

    def __repr__(self) -> str:
        return f"Scalar({self.value!r})"

    @property
    def is_plain(self) -> bool:
        """Neither quoted nor a block: only such a scalar can be anything but a string."""
        return self.style == ""


class Sequence(_Node):
    """A list. `flow` tells `[a, b]` from dashes."""

    __slots__ = ("flow", "items")

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        items: tuple[Node, ...],
        flow: bool = False,
        tag: str | None = None,
        anchor: Anchor | None = None,
    ) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.items = items
        self.flow = flow
        self.tag = tag
        self.anchor = anchor

    def __repr__(self) -> str:
        return f"Sequence({len(self.items)} items)"


class Entry(NamedTuple):
    """One `key: value` of a mapping, as written; the value may be an `Alias`."""

    key: Node
    value: Node

    @property
    def name(self) -> str | None:
        """The key's text, or None for a key that is no scalar."""
        key = resolve(self.key)
        return key.value if isinstance(key, Scalar) else None


class Mapping(_Node):
    """A map. `entries` are as written, duplicates and `<<` included, in the order of the text."""

    __slots__ = ("_effective", "_index", "_items", "entries", "flow")

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        entries: tuple[Entry, ...],
        flow: bool = False,
        tag: str | None = None,
        anchor: Anchor | None = None,
    ) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.entries = entries
        self.flow = flow
        self.tag = tag
        self.anchor = anchor
        self._effective: tuple[Entry, ...] | None = None
        self._index: dict[str, Entry] | None = None
        self._items: tuple[tuple[Scalar, Value], ...] | None = None

    def __repr__(self) -> str:
        names = ", ".join(str(entry.name) for entry in self.entries[:8])
        return f"Mapping({names}, …)" if len(self.entries) > 8 else f"Mapping({names})"

    @property
    def effective(self) -> tuple[Entry, ...]:
        """The entries CircleCI sees: merge keys resolved at their position, of equal keys the last.

        An explicit key wins over a merged one, an earlier merged map over a later. Keys and values are the
        original nodes, so a merged entry's place is where its anchor wrote it.
        """
        if self._effective is None:
            from wflint.syntax.merging import effective_entries

            self._effective = effective_entries(self)
        return self._effective

    def entry(self, name: str) -> Entry | None:
        """The effective entry of a key, or None."""
        if self._index is None:
            self._index = {entry_name: entry for entry in self.effective if (entry_name := entry.name) is not None}
        return self._index.get(name)

    def get(self, name: str) -> Value | None:
        """The effective value of a key with its alias followed, or None."""
        entry = self.entry(name)
        return None if entry is None else resolve(entry.value)

    def items(self) -> tuple[tuple[Scalar, Value], ...]:
        """The effective entries whose key is a scalar: key and value, aliases followed, in effective order."""
        if self._items is None:
            pairs = [(resolve(key), resolve(value)) for key, value in self.effective]
            self._items = tuple([(key, value) for key, value in pairs if isinstance(key, Scalar)])
        return self._items


class Alias(_Node):
    """`*name`, at its own place. `target` is the anchored node, or None for an undefined or recursive alias."""

    __slots__ = ("name", "target")

    def __init__(self, source: Source, start: int, end: int, name: str, target: Node | None) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.name = name
        self.target = target
        self.tag = None
        self.anchor = None

    def __repr__(self) -> str:
        return f"Alias({self.name!r})"


Value: TypeAlias = Scalar | Sequence | Mapping
Node: TypeAlias = Scalar | Sequence | Mapping | Alias


def resolve(node: Node) -> Value:
    """Follow an alias to what it stands for; an undefined alias is an empty scalar at the alias's place."""
    while isinstance(node, Alias):
        if node.target is None:
            return Scalar(node.source, node.start, node.end, "", style="*")
        node = node.target
    return node
