from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.syntax.texts import nodes

from wflint.source import Source, decode
from wflint.syntax.composer import compose
from wflint.syntax.events import YAMLError, c_events
from wflint.syntax.lines import compose_lines
from wflint.syntax.nodes import Alias, Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from pathlib import Path

    from wflint.syntax.composition import Composition
    from wflint.syntax.nodes import Node

READ = (
    "a: b",
    "a: b\n",
    "# c\n\n---\n  # d\na: b # e\n",
    "a:\n  b: c\n  d:\n    - e\n    -   f\n    - g: h\n      i: j\nk: l\n",
    "a:\n- b\n- c:\n  - d\n  e: f\ng:\n",
    "- a\n- b: c\n-\n- # d\n-\n  e: f\n",
    "a: 'b: #c' # d\n'e': \"f\\n\\\"g\\\"\"\nh: 'it''s'\n\"i\": ''\n",
    "a: b#c\nd: e:f\ng: -h\ni: --j\nk: l # m: n\no p: q ? r ! & * [ ] { } , s\n",
    "a: []\nb: [ c, 'd, e', \"f\" ] # g\nh: {}\ni: { j: k, 'l': [m, n], o: {p: q} }\n",
    "a: &x b\nc: *x\nd: &y # e\n  f: g\nh: &z\n- i\nj: [*x, *y]\nk:\n  <<: *y\nl:\n  <<: [*y, *y]\nm: {<<: *y, n: o}\n",
    "a: |\n  b\n   c\n\n  # d\ne: |-\n  f: g\n\n\nh: |+\n\n  i\n\n\nj: k\n",
    "- |\n  a\n- b: >\n    c\n    d\n\n\n    e\n     f\n    g\n\n\n",
    "a: >-\n  b\n  c\n\n\n  d\n# e\nf: >+\n\n   g\n  \n\n",
    "'<<': a\nb: 'c'   \nd: e   \nf:   \n",
    "a: b\n  c\n\n\n    - d # e\nf:\n  g: h\n\n   i\nj:\n",
    "- a\n - b\n- c: d\n   'e\n- &x f\n\n  g\n",
    "a:\n  b\nc:\n\n  'd' # e\nf:\n    [g, h]\ni:\n  |\n   j\nk:\n  &x l\nm:\n  *x\n",
    "😀: é ✓\n",
)
"""Texts of plain lines."""

LEFT = (
    "",
    "# a\n",
    "a",
    "a: b\n  # c\n  d\n",
    "a: b # c\n  d\n",
    "a: b\n  c: d\n",
    "a: [b]\n  c\n",
    "a: &b\n  c\n",
    "a: b\nc\n",
    "a: 'b\n  c'\n",
    "a: [b,\n  c]\n",
    "a: b: c\n",
    "a: b\n c: d\n",
    "a: b\n- c\n",
    "a: !b c\n",
    "a: *b\n",
    "a: &b\nc: d\n",
    "&a b: c\n",
    "*a : b\n",
    "? a\n: b\n",
    "a : b\n",
    "a: <<\n",
    "a: [b: c]\n",
    "a: [b?]\n",
    "a: [b,]\n",
    "a: {b}\n",
    "a: {b: c}d\n",
    "a: [b]# c\n",
    'a: "\\x41"\n',
    "a: |2\n   b\n",
    "a: | # b\n  c\n",
    "a: |\n    \n  b\n",
    "a: |\n  b",
    "a: |\nb: c\n",
    "a: |\n  b\n   \n",
    "- - a\n",
    "- a\n-b\n",
    "a:\tb\n",
    "a: b\r\n",
    "a: \xa0\n",
    "a: \ud800\n",
    "%YAML 1.1\n---\na: b\n",
    "---\n---\na: b\n",
    "a: b\n---\nc: d\n",
    "a: b\n...\n",
    f"{'a' * 1100}: b\n",
    "a: " + "[" * 50 + "]" * 50 + "\n",
    "".join(f"{' ' * depth}a:\n" for depth in range(300)),
)
"""Texts that go to a parser: rare, broken, or not worth the lines that would read them."""


@pytest.mark.parametrize("text", READ)
def test_plain_lines_give_what_their_events_give(text: str) -> None:
    found = compose_lines(Source(text), text)

    assert found is not None
    assert _shown(found) == _by_events(text)


@pytest.mark.parametrize("text", LEFT)
def test_anything_else_is_left_to_a_parser(text: str) -> None:
    assert compose_lines(Source(text), text) is None


@given(st.integers())
@settings(deadline=None)
def test_lines_in_any_order_give_what_their_events_give(seed: int) -> None:
    random_ = random.Random(seed)
    lines = [line for text in (*READ, *LEFT[:30]) for line in text.split("\n")]
    text = "".join(_varied(random_.choice(lines), random_) + "\n" for _ in range(random_.randint(1, 8)))

    _agree(text)


def test_a_line_that_is_put_in_changed_or_lost_gives_what_its_events_give() -> None:
    random_ = random.Random(5)
    for text in READ * 40:
        lines = text.split("\n")
        position = random_.randrange(len(lines))
        lines[position : position + random_.randint(0, 1)] = [
            _varied(random_.choice(random_.choice(READ).split("\n")), random_) for _ in range(random_.randint(0, 2))
        ]

        _agree("\n".join(lines))


def test_real_configs_give_what_their_events_give(shared: Path) -> None:
    read = total = 0
    for path in sorted((shared / "corpus").rglob("*.yml*")):
        text = decode(path.read_bytes()).text
        read += _agree(text)
        total += 1

    assert read > total // 2


def _agree(text: str) -> bool:
    """Assert that the reader of lines, if it reads a text, sees what the parser sees; say whether it does."""
    found = compose_lines(Source(text), text)
    assert found is None or _shown(found) == _by_events(text), text
    return found is not None


def _varied(line: str, random_: random.Random) -> str:
    """A line, perhaps indented otherwise or under a dash."""
    return random_.choice(("", "", "", " ", "  ", "- ", "  - ")) + line.removeprefix("  " * random_.randint(0, 2))


def _by_events(text: str) -> dict[str, object] | None:
    """What the events of a text give; None if the parser refuses it."""
    try:
        return _shown(compose(Source(text), text, c_events(text)))
    except YAMLError:
        return None


def _shown(composition: Composition) -> dict[str, object]:
    root = composition.root
    return {
        "nodes": [] if root is None else [_node(node) for node in nodes(root)],
        "scalars": [_node(node) for node in composition.scalars],
        "blocks": [_node(node) for node in composition.blocks],
        "flows": [_node(node) for node in composition.flows],
        "tagged": [_node(node) for node in composition.tagged],
        "merges": [(_node(key), value and _node(value)) for key, value in composition.merges],
        "faults": (composition.problems, composition.holes),
    }


def _node(node: Node) -> tuple[object, ...]:
    shown = type(node), node.start, node.end, node.tag, node.anchor
    if isinstance(node, Scalar):
        return *shown, node.value, node.style
    if isinstance(node, Alias):
        return *shown, node.name, None if node.target is None else node.target.start
    assert isinstance(node, Mapping | Sequence)
    return *shown, node.flow, len(node.entries if isinstance(node, Mapping) else node.items)
