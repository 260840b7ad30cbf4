"""Compose plain text line by line, without a YAML parser.

Nearly every line of a config is `key: value`, `- item`, a comment or part of a script. A text of such lines is read
here at half of what its events would cost, and PyYAML is not even imported. Whatever this reader is not sure of it
leaves to the parser, the whole text; what it reads it reads as libyaml does.
"""

from __future__ import annotations

from functools import partial
from itertools import accumulate

from wflint.source import Span
from wflint.syntax.anchors import Anchors
from wflint.syntax.composition import Composition
from wflint.syntax.limits import DEPTH_LIMIT, NODE_LIMIT
from wflint.syntax.line_forms import Forms, UnsureError, give_up, plain
from wflint.syntax.nodes import Anchor, Entry, Mapping, Scalar, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wflint.source import Source
    from wflint.syntax.line_forms import Value
    from wflint.syntax.nodes import Node

_SINGLE = frozenset(("", "'", '"'))
_BLOCK = frozenset(("|", ">"))

_entry: Callable[[tuple[Node, Node]], Entry] = partial(tuple.__new__, Entry)


def compose_lines(source: Source, text: str) -> Composition | None:
    """Compose a text of plain lines; None if it is anything else, or anything is wrong with it.

    `text` is as long as the source's, some characters of it replaced by others.
    """
    if not text.replace("\n", "").isprintable():
        return None
    try:
        return _Growth(source, text).composed()
    except UnsureError:
        return None


class _Growth:
    """A document while it is composed.

    `column` to `node` belong to the innermost open collection, the column being that of its keys or dashes; those of
    the collections around it are in `around`. `sizes` are the counts of nodes before the open collections with anchors.
    `awaited` is where a value stands if it is omitted, as long as it may still come; otherwise -1. `promised` is its
    anchor. `others` counts the nodes that are not in `scalars`, and `resume` is the line after the last block scalar.
    """

    __slots__ = (
        "anchors", "around", "awaited", "blocks", "children", "column", "flows", "is_mapping", "lines", "merges",
        "node", "others", "promised", "resume", "scalars", "sizes", "source", "starts",
    )  # fmt: skip

    def __init__(self, source: Source, text: str) -> None:
        self.source = source
        self.lines = text.splitlines(keepends=True)
        self.starts = [0, *accumulate(map(len, self.lines))]
        self.scalars: list[Scalar] = []
        self.blocks: list[Scalar] = []
        self.flows: list[Mapping | Sequence] = []
        self.merges: list[tuple[Scalar, list[Node], int]] = []
        self.anchors = Anchors(source)
        self.others = 0
        self.around: list[tuple[int, bool, list[Node], Mapping | Sequence]] = []
        self.sizes: list[int] = []
        self.awaited = 0
        self.promised: Anchor | None = None
        self.resume = 0
        self.column = -1
        self.is_mapping = False
        self.children: list[Node] = []
        self.node: Mapping | Sequence = Sequence(source, 0, 0, ())

    def composed(self) -> Composition:
        """Read all lines."""
        source, starts, scalars = self.source, self.starts, self.scalars
        forms = Forms()
        self.resume = _first_line(self.lines)
        for number, line in enumerate(self.lines):
            if number < self.resume:
                continue
            form = forms[line]
            if form is None:
                continue
            column, is_item, key, key_start, key_end, key_style, style, start, end, value = form
            offset = starts[number]
            is_value = key is None and not is_item
            if column != self.column or is_item is self.is_mapping or self.awaited >= 0 or is_value:
                if self.awaited < 0 and column > self.column:
                    self._continue(offset + column, number)
                    continue
                self._place(column, is_item, is_value, offset)
            if key is not None:
                if is_item:
                    self._open(True, key_start, offset + key_start)
                node = Scalar(source, offset + key_start, offset + key_end, key, key_style)
                if key == "<<" and not key_style:
                    self.merges.append((node, self.children, len(self.children)))
                self.children.append(node)
                scalars.append(node)
            if style in _SINGLE:
                node = Scalar(source, offset + start, offset + end, value, style)
                self.children.append(node)
                scalars.append(node)
            elif style == ":":
                self.awaited = offset + start
            elif style in _BLOCK:
                self._add_block(style, offset + start, value, number + 1)
            else:
                self._add((style, start, end, value), offset)
        return self._finished()

    def _place(self, column: int, is_item: bool, is_value: bool, offset: int) -> None:
        """Open and close collections until a key, dash or awaited value of this column belongs to the innermost."""
        if self.awaited >= 0:
            if is_value and column > self.column:
                if self.promised is not None:
                    give_up()
                self.awaited = -1
                return
            if column > self.column or (column == self.column and is_item and self.is_mapping):
                self._open(not is_item, column, offset + column)
                return
            self._add_nothing()
        while column < self.column:
            self._close()
        if column == self.column and not is_item and not self.is_mapping:
            # A list may stand at the column of its key, and ends with the next key.
            self._close()
        if column != self.column or is_item is self.is_mapping or is_value:
            give_up()

    def _continue(self, start: int, number: int) -> None:
        """Add lines to an unquoted value: those that are indented further than what it belongs to."""
        node = self.children[-1]
        if not isinstance(node, Scalar) or node.style or not self.source.text[node.end : start].isspace():
            give_up()
        pieces = [node.value]
        breaks = self.source.text.count("\n", node.end, start) - 1
        text = content = ""
        while number < len(self.lines) and text == content:
            line = self.lines[number]
            content = line.strip(" \n")
            column = len(line) - len(line.lstrip(" "))
            if content and (column <= self.column or content[0] == "#"):
                break
            text = content
            if content:
                text = plain(content)
                pieces += "\n" * breaks or " ", text
                node.end = self.starts[number] + column + len(text)
                breaks = -1
            breaks += 1
            number += 1
        node.value = "".join(pieces)
        self.resume = number

    def _add(self, form: Value, offset: int) -> None:
        """Add a value of one line to the innermost collection."""
        style, start, end, value = form
        start, end = offset + start, offset + end
        if style in _SINGLE:
            node = Scalar(self.source, start, end, value, style)
            self.children.append(node)
            self.scalars.append(node)
        elif style == "*":
            self.others += 1
            alias = self.anchors.alias(value, start, end, len(self.scalars) + self.others)
            if alias.target is None:
                give_up()
            self.children.append(alias)
        elif style == "&":
            self._add_anchored(Anchor(value[0], Span(start, end)), value[1], offset)
        elif style != "?":
            self._add_flow(style == "{", value, Span(start, end), offset)
        else:
            give_up()

    def _add_anchored(self, anchor: Anchor, form: Value | None, offset: int) -> None:
        if form is None:
            self.awaited = anchor.span.end
            self.promised = anchor
            return
        self._add(form, offset)
        node = self.children[-1]
        node.anchor = anchor
        self.anchors.open(anchor)
        self.anchors.close(anchor, node, 1)

    def _add_flow(self, is_mapping: bool, forms: Iterable[Value], span: Span, offset: int) -> None:
        around = self.children
        children: list[Node] = []
        self.children = children
        self.others += 1
        for index, form in enumerate(forms):
            self._add(form, offset)
            if is_mapping and index % 2 == 0 and form[3] == "<<" and not form[0]:
                self.merges.append((self.scalars[-1], children, index))
        node: Mapping | Sequence
        if is_mapping:
            node = Mapping(self.source, *span, _entries(children), True)
        else:
            node = Sequence(self.source, *span, tuple(children), True)
        self.children = around
        around.append(node)
        self.flows.append(node)

    def _add_block(self, style: str, start: int, header: str, first: int) -> None:
        """Add a block scalar: the lines that are indented further than what it belongs to."""
        lines = self.lines
        filled = next((number for number in range(first, len(lines)) if not lines[number].isspace()), None)
        if filled is None:
            give_up()
        column = len(lines[filled]) - len(lines[filled].lstrip(" "))
        if column <= self.column or any(len(line) > column + 1 for line in lines[first:filled]):
            give_up()
        margin = " " * column
        last = number = filled
        while number < len(lines) and (lines[number].startswith(margin) or lines[number].isspace()):
            if len(lines[number]) > column + 1:
                last = number
            number += 1
        # Blanks as the last line of the value, or no line break at the end of the file: libyaml knows what they mean.
        if lines[last].isspace() or lines[number - 1][-1] != "\n":
            give_up()
        text = [line[column:] or "\n" for line in lines[first : last + 1]]
        value = "".join(text) if style == "|" else _folded(text)
        if header[1:] == "-":
            value = value[:-1]
        elif header[1:] == "+":
            value += "\n" * (number - last - 1)
        node = Scalar(self.source, start, self.starts[last + 1] - 1, value, style)
        self.children.append(node)
        self.scalars.append(node)
        self.blocks.append(node)
        self.resume = number

    def _add_nothing(self) -> None:
        if self.promised is not None:
            give_up()
        self.others += 1
        self.children.append(Scalar(self.source, self.awaited, self.awaited, ""))
        self.awaited = -1

    def _open(self, is_mapping: bool, column: int, start: int) -> None:
        """Begin a collection of lines; it ends where the last thing in it ends."""
        if len(self.around) >= DEPTH_LIMIT:
            give_up()
        anchor = self.promised
        node: Mapping | Sequence
        if is_mapping:
            node = Mapping(self.source, start, start, (), False, None, anchor)
        else:
            node = Sequence(self.source, start, start, (), False, None, anchor)
        if anchor is not None:
            self.promised = None
            self.anchors.open(anchor)
            self.sizes.append(len(self.scalars) + self.others + self.anchors.expanded)
        self.others += 1
        self.awaited = -1
        self.children.append(node)
        self.around.append((self.column, self.is_mapping, self.children, self.node))
        self.column = column
        self.is_mapping = is_mapping
        self.children = []
        self.node = node

    def _close(self) -> None:
        children, node = self.children, self.node
        node.end = children[-1].end
        if isinstance(node, Mapping):
            node.entries = _entries(children)
        else:
            node.items = tuple(children)
        if node.anchor is not None:
            size = len(self.scalars) + self.others + self.anchors.expanded - self.sizes.pop()
            self.anchors.close(node.anchor, node, size)
        self.column, self.is_mapping, self.children, self.node = self.around.pop()

    def _finished(self) -> Composition:
        if self.awaited >= 0:
            self._add_nothing()
        while self.around:
            self._close()
        root = self.children[0]
        if not isinstance(root, Mapping | Sequence) or len(self.scalars) + self.others > NODE_LIMIT:
            give_up()
        merges: list[tuple[Scalar, Node | None]] = [(key, nodes[index + 1]) for key, nodes, index in self.merges]
        return Composition(root, self.scalars, self.blocks, [], [], [], self.flows, merges)


def _first_line(lines: list[str]) -> int:
    """The number of the first line to read: not that which begins a document."""
    for number, line in enumerate(lines):
        if line.rstrip(" \n") == "---":
            return number + 1
        if not line.isspace() and line[0] != "#":
            break
    return 0


def _entries(children: list[Node]) -> tuple[Entry, ...]:
    pairs = iter(children)
    return tuple(map(_entry, zip(pairs, pairs, strict=True)))


def _folded(lines: list[str]) -> str:
    """The text of a folded scalar: between lines that do not begin with a blank, a line break is a blank."""
    pieces: list[str] = []
    breaks = ""
    is_blank = True
    for line in lines:
        if line == "\n":
            breaks += line
            continue
        if pieces:
            if is_blank or line[0] == " ":
                pieces.append("\n")
            elif not breaks:
                pieces.append(" ")
        is_blank = line[0] == " "
        pieces += breaks, line[:-1]
        breaks = ""
    return "".join([*pieces, "\n"])
