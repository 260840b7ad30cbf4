"""Texts that parsers disagree about, and short ways to look at what parsing gave."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from wflint.source import Source
from wflint.syntax.nodes import Mapping, Scalar, Sequence, resolve
from wflint.syntax.parsing import parse
from wflint.syntax.scalars import scalar_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.diagnostic import Problem
    from wflint.source import Span
    from wflint.syntax.document import Document
    from wflint.syntax.nodes import Node, Value

Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"


def document(text: str) -> Document:
    """Parse a text."""
    return parse(Source(text))


def problems(text: str) -> list[str]:
    """Each problem of a text as `LINE:COLUMN kind: message`."""
    return [shown(problem) for problem in document(text).problems]


def shown(problem: Problem) -> str:
    """A problem as `LINE:COLUMN kind: message`."""
    line, column = problem.place.source.line_column(problem.place.span.start)
    return f"{line}:{column} {problem.kind}: {problem.message}"


def root(text: str) -> Value:
    """The root of a text, which must have one."""
    node = document(text).root
    assert node is not None
    return resolve(node)


def mapping(text: str) -> Mapping:
    """The root of a text, which must be a map."""
    node = root(text)
    assert isinstance(node, Mapping)
    return node


def scalar(text: str, key: str = "a") -> Scalar:
    """The scalar that a key of the root has."""
    node = mapping(text).get(key)
    assert isinstance(node, Scalar)
    return node


def data(node: Node | None) -> Plain:
    """The data of a node: effective entries, aliases followed, keys as written."""
    value = None if node is None else resolve(node)
    if isinstance(value, Mapping):
        return {str(entry.name): data(entry.value) for entry in value.effective}
    if isinstance(value, Sequence):
        return [data(item) for item in value.items]
    return None if value is None else scalar_data(value)


def nodes(node: Node | None) -> Iterator[Node]:
    """All nodes as written, a node before what is in it, aliases not followed."""
    waiting: list[Node] = [] if node is None else [node]
    while waiting:
        current = waiting.pop()
        yield current
        if isinstance(current, Sequence):
            waiting += reversed(current.items)
        elif isinstance(current, Mapping):
            waiting += [part for entry in reversed(current.entries) for part in (entry.value, entry.key)]


def outline(text: str) -> list[tuple[str, str]]:
    """Every node of a text in its order: its kind and the text of its span."""
    return [(type(node).__name__, text[node.start : node.end]) for node in nodes(document(text).root)]


def slices(text: str, spans: tuple[Span, ...]) -> list[str]:
    """The texts of spans."""
    return [text[start:end] for start, end in spans]


TRAPS: tuple[str, ...] = tuple(
    json.loads(line)
    for line in (Path(__file__).parents[2] / "fixtures/syntax/traps.txt").read_text(encoding="utf-8").splitlines()
    if line.startswith('"')
)
"""Texts that parsers disagree about, one fault or doubt each; SnakeYAML decides."""
