from __future__ import annotations

import pytest
from tests.syntax.texts import document, nodes, slices

from wflint.syntax.path import Path, locate, node_at, node_by_path, path_of

TEXT = """\
a: &x
  - b: {c: d}
  - e
f: *x
"""


@pytest.mark.parametrize(
    ("text", "written", "path", "is_key"),
    [
        ("a: |b", "b", ("a",), False),
        ("|a: b", "a", ("a",), True),
        ("a|: b", "a", ("a",), True),
        ("a: b|", "b", ("a",), False),
        ("a:| b", "a: b", (), False),
        ("a: [b, |c]", "c", ("a", 1), False),
        ("a: [b|, c]", "b", ("a", 0), False),
        ("a: [|]", "[]", ("a",), False),
        ("a: [{b: |}]", "{b: }", ("a", 0), False),
        ("a:|\nb: c", "", ("a",), False),
        ("- a: b\n  |c: d", "c", (0, "c"), True),
        ("- |- a", "- a", (0,), False),
        ("a: *|x", "*x", ("a",), False),
        ("? [a]\n: |b", "b", ("[a]",), False),
    ],
)
def test_the_innermost_node_at_a_cursor_is_found_with_its_path(
    text: str, written: str, path: Path, is_key: bool
) -> None:
    offset = text.index("|")
    text = text.replace("|", "")
    found = locate(document(text), offset)
    assert found is not None

    assert slices(text, (found.node.span,)) == [written]
    assert (found.path, found.is_key) == (path, is_key)


@pytest.mark.parametrize("text", ["|", "|\n\na: b", "a: b\n\n|", "# c|\na: b"])
def test_outside_of_the_root_there_is_no_node(text: str) -> None:
    assert node_at(document(text.replace("|", "")), text.index("|")) is None


def test_every_value_is_found_by_its_path_and_its_path_by_it() -> None:
    found = document(TEXT)
    values = [node for node in nodes(found.root) if path_of(found, node) is not None]
    paths = [path_of(found, node) for node in values]

    assert paths == [(), ("a",), ("a", 0), ("a", 0, "b"), ("a", 0, "b", "c"), ("a", 1), ("f",)]
    assert [node_by_path(found, path) for path in paths if path is not None] == values


def test_a_path_goes_through_aliases_and_merges() -> None:
    found = document("d: &d {a: [1, 2]}\nj: {<<: *d}\nk: *d")

    assert slices(
        found.source.text,
        tuple(node.span for path in (("j", "a", 1), ("k", "a", 0)) if (node := node_by_path(found, path))),
    ) == ["2", "1"]


@pytest.mark.parametrize("path", [("b",), ("a", 2), ("a", "b"), ("a", 0, "b", "c", 0), (0,), ("a", -1)])
def test_a_path_to_nothing_gives_nothing(path: Path) -> None:
    assert node_by_path(document(TEXT), path) is None


def test_a_key_and_a_stranger_have_no_path() -> None:
    found = document(TEXT)
    key = locate(found, 0)
    stranger = document("z: 1").root
    assert key is not None
    assert stranger is not None

    assert path_of(found, key.node) is None
    assert path_of(found, stranger) is None


def test_the_later_of_two_equal_keys_counts() -> None:
    found = document("a: 1\na: 2")
    node = node_by_path(found, ("a",))
    assert node is not None

    assert slices(found.source.text, (node.span,)) == ["2"]
