"""Print a joined config as YAML: four columns a level as the vendor's tool does, values as written, comments kept.

ruamel.yaml prints, for it can set dashes off from their key; the comments are put into its text by line, where the
nodes they belonged to stand now.
"""

from __future__ import annotations

from bisect import bisect_left
from io import StringIO

from wflint.compiler.instances import identity
from wflint.deferred import regex
from wflint.model.names import SECTIONS
from wflint.source import Source
from wflint.syntax.nodes import Mapping, Scalar, Sequence, resolve
from wflint.syntax.parsing import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from wflint.syntax.document import Document
    from wflint.syntax.nodes import Node, Value

ORDER = ("version", "setup", "description", "display", *SECTIONS[2:], "examples")
"""The order of the sections; what else there is comes last, in the order of the files."""

_WIDTH = 2**31 - 1
_MAP = "tag:yaml.org,2002:map"
_SEQUENCE = "tag:yaml.org,2002:seq"
_BREAK = regex("[\r\n\x85\u2028\u2029]")
_NUMBERS = regex(r"\d+|\D")


def to_packed_yaml(document: Document, *, is_sorted: bool = False) -> str:
    """The text of a joined document, aliases and merge keys resolved; the same document gives the same text.

    Everything is in block style. With `is_sorted` all keys are in the order of the vendor's tool and there are no
    comments, as it prints them.
    """
    root = resolve(document.root) if document.root is not None else None
    if not isinstance(root, Mapping) or not root.effective:
        return "{}\n"
    entries = sorted(root.effective, key=lambda entry: _section(entry.name)) if not is_sorted else root.effective
    ordered = Mapping(root.source, root.start, root.end, tuple(entries))
    text = _dumped(ordered, is_sorted=is_sorted)
    return text if is_sorted else _commented(text, ordered, document)


def natural_key(name: str) -> list[tuple[int, int, str]]:
    """What names are sorted by as Go's YAML library does it: numbers by value, letters behind other characters.

    Right behind a number it is the letters that come first. https://github.com/go-yaml/yaml, `sorter.go`
    """
    key: list[tuple[int, int, str]] = []
    for piece in _NUMBERS.findall(name):
        if piece.isdecimal():
            key.append((1, int(piece), piece))
        elif piece.isalpha():
            key.append((2, 0, piece))
        else:
            key.append((3 if key and key[-1][0] == 1 else 0, 0, piece))
    return key


def _section(name: str | None) -> int:
    return ORDER.index(name) if name in ORDER else len(ORDER)


def _dumped(root: Mapping, *, is_sorted: bool) -> str:
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = _WIDTH
    yaml.allow_unicode = True
    yaml.indent(mapping=4, sequence=6, offset=4)
    stream = StringIO()
    yaml.serialize(_Nodes(yaml, is_sorted=is_sorted).node(root), stream)
    return stream.getvalue()


class _Nodes:
    """ruamel's nodes for ours."""

    def __init__(self, yaml: Any, *, is_sorted: bool) -> None:
        from ruamel.yaml import nodes
        from ruamel.yaml.tag import Tag

        self._nodes = nodes
        self._tag = Tag
        self._resolver = yaml.resolver
        self._is_sorted = is_sorted

    def node(self, written: Node) -> Any:
        """The node, aliases followed and merge keys resolved."""
        value = resolve(written)
        if isinstance(value, Scalar):
            return self._scalar(value)
        if isinstance(value, Sequence):
            items = [self.node(item) for item in value.items]
            return self._nodes.SequenceNode(self._tag(suffix=_SEQUENCE), items, flow_style=not items)
        entries = value.effective
        if self._is_sorted:
            entries = tuple(sorted(entries, key=lambda entry: natural_key(entry.name or "")))
        pairs = [(self.node(entry.key), self.node(entry.value)) for entry in entries]
        return self._nodes.MappingNode(self._tag(suffix=_MAP), pairs, flow_style=not pairs)

    def _scalar(self, scalar: Scalar) -> Any:
        style = "" if _is_head(scalar) else scalar.style
        if scalar.tag is None and scalar.style == "" and not _BREAK.search(scalar.value):
            tag = self._resolver.resolve(self._nodes.ScalarNode, scalar.value, (True, False))
            return self._nodes.ScalarNode(tag, scalar.value)
        tag = self._tag(suffix=scalar.tag or "tag:yaml.org,2002:str")
        if "\n" in scalar.value.rstrip("\n") or style in {"|", ">"} or (style == "" and "\n" in scalar.value):
            style = "|"
        return self._nodes.ScalarNode(tag, scalar.value, style=style or None)


def _is_head(scalar: Scalar) -> bool:
    """Whether it is a key that the name of a file or directory became, so that nothing is written of it."""
    return scalar.start == scalar.end and scalar.style == '"'


def _commented(text: str, root: Mapping, document: Document) -> str:
    """The text with the comments of the parts, above or behind the lines of the nodes they belonged to."""
    printed = parse(Source(text))
    if printed.root is None or not any(part.comments for part in document.parts):
        return text
    lines = _Lines(text)
    by_source = _printed(root, resolve(printed.root))
    for part in document.parts:
        if part.comments and id(part.source) in by_source:
            _add_comments(lines, part, by_source[id(part.source)])
    commented = lines.text()
    again = parse(Source(commented)).root
    is_same = again is not None and identity(resolve(again)) == identity(resolve(printed.root))
    return commented if is_same else text


class _Lines:
    """Printed lines, and the comments that go above, behind and below them; lines count from 0."""

    def __init__(self, text: str) -> None:
        self._source = Source(text)
        self._lines = text.removesuffix("\n").split("\n")
        self.above: dict[int, list[str]] = {}
        self.behind: dict[int, str] = {}
        self.below: dict[int, list[str]] = {}

    def line(self, offset: int) -> int:
        """The line of an offset."""
        return self._source.line_column(offset)[0] - 1

    def column(self, offset: int) -> int:
        """The column of an offset, from 0."""
        return self._source.line_column(offset)[1] - 1

    def text(self) -> str:
        """The lines with their comments; one above a line begins where the line does."""
        result: list[str] = []
        for number, line in enumerate(self._lines):
            indent = line[: len(line) - len(line.lstrip(" "))]
            result += [f"{indent}{comment}" for comment in self.above.get(number, ())]
            result.append(f"{line} {self.behind[number]}" if number in self.behind else line)
            result += self.below.get(number, ())
        return "".join(f"{line}\n" for line in result)


class _Printed:
    """Where the nodes of one file were printed.

    `nodes` are the printed nodes (the first of several) by the offset of what they show, `heads` the keys that the
    file's name became, by the offset of the file's content.
    """

    def __init__(self) -> None:
        self.nodes: dict[int, Node] = {}
        self.heads: dict[int, Node] = {}


def _printed(root: Mapping, printed: Value) -> dict[int, _Printed]:
    """Where the nodes of each file were printed, by the `id` of its source."""
    found: dict[int, _Printed] = {}
    for written, shown in _pairs(root, printed):
        one = found.setdefault(id(written.source), _Printed())
        if isinstance(written, Scalar) and _is_head(written):
            one.heads[written.start] = shown
        elif not isinstance(written, Mapping):
            # A mapping begins with its first key.
            one.nodes.setdefault(written.start, shown)
    return found


def _pairs(written: Node, printed: Value) -> Iterator[tuple[Node, Value]]:
    """Each node of the joined mapping with what it was printed as, in the order of the output."""
    value = resolve(written)
    yield value, printed
    if isinstance(value, Mapping) and isinstance(printed, Mapping):
        for (key, inner), (shown_key, shown) in zip(value.effective, printed.entries, strict=True):
            yield resolve(key), resolve(shown_key)
            yield from _pairs(inner, resolve(shown))
    elif isinstance(value, Sequence) and isinstance(printed, Sequence):
        for item, shown in zip(value.items, printed.items, strict=True):
            yield from _pairs(item, resolve(shown))


def _add_comments(lines: _Lines, part: Document, printed: _Printed) -> None:
    """Give each comment of a file its line.

    One that is alone on its line goes above the node that follows it, at the head of a file above the key that the
    file's name became, at its end below the last line. One behind a node stays there while there is room.
    """
    starts = sorted(printed.nodes)
    if not starts:
        return
    source = part.source
    for comment in part.comments:
        words = source.text[comment.span.start : comment.span.end].rstrip()
        number = source.line_column(comment.span.start)[0]
        index = bisect_left(starts, comment.span.start)
        before = starts[index - 1] if index else None
        if not source.text[source.line_span(number).start : comment.span.start].strip(" \t\ufeff"):
            if index == len(starts):
                last = max(lines.line(max(node.start, node.end - 1)) for node in printed.nodes.values())
                column = source.line_column(comment.span.start)[1]
                level = next((start for start in reversed(starts) if source.line_column(start)[1] == column), starts[0])
                indent = " " * lines.column(printed.nodes[level].start)
                lines.below.setdefault(last, []).append(indent + words)
                continue
            start = starts[index]
            node = printed.heads.get(start) if before is None else None
            lines.above.setdefault(lines.line((node or printed.nodes[start]).start), []).append(words)
        else:
            start = starts[0] if before is None else before
            line = lines.line(printed.nodes[start].start)
            if source.line_column(start)[0] == number and line not in lines.behind:
                lines.behind[line] = words
            else:
                lines.above.setdefault(line, []).append(words)
