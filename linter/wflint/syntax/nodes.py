"""Parsed YAML with places: scalars, sequences, mappings and aliases, as written.

A node is never changed after composing. `start` and `end` are offsets of the source, anchors and tags excluded.
"""

from __future__ import annotations

from wflint.records import NamedTuple
from wflint.source import Place, Source, Span
from wflint.syntax.scalars import TYPED_WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import KeysView
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
            self._read()
        return self._effective or ()

    @property
    def names(self) -> KeysView[str]:
        """The texts of the effective keys that are scalars."""
        return (self._index or self._read()).keys()

    def entry(self, name: str) -> Entry | None:
        """The effective entry of a key, or None."""
        return (self._index or self._read()).get(name)

    def get(self, name: str) -> Value | None:
        """The effective value of a key with its alias followed, or None."""
        entry = (self._index or self._read()).get(name)
        if entry is None:
            return None
        value = entry[1]
        return value if type(value) is Scalar or type(value) is Mapping else resolve(value)

    def items(self) -> tuple[tuple[Scalar, Value], ...]:
        """The effective entries whose key is a scalar: key and value, aliases followed, in effective order."""
        if self._items is None:
            pairs = []
            for key, value in self.effective:
                name = key if type(key) is Scalar else resolve(key)
                if type(name) is Scalar:
                    pairs.append((name, value if type(value) is Scalar else resolve(value)))
            self._items = tuple(pairs)
        return self._items

    def _read(self) -> dict[str, Entry]:
        """Find the effective entries and the index of them by name.

        Nothing is to be resolved where all keys are different texts, since nothing else than `<<` merges.
        """
        entries = self.entries
        index = {entry[0].value: entry for entry in entries if type(entry[0]) is Scalar and entry[0].tag is None}
        if len(index) != len(entries) or "<<" in index or (len(index) > 1 and _may_be_equal(index)):
            from wflint.syntax.merging import effective_entries

            entries = effective_entries(self)
            index = {name: entry for entry in entries if (name := entry.name) is not None}
        self._effective = entries
        self._index = index
        return index


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


def _may_be_equal(names: dict[str, Entry]) -> bool:
    """Whether different texts may be equal keys, as `1` and `0x1` are."""
    return min(names) < "A" or not TYPED_WORDS.isdisjoint(names)
