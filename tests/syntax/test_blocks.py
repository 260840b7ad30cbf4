from __future__ import annotations

import pytest
from tests.syntax.texts import mapping, scalar, slices

from wflint.syntax.blocks import block_indent, block_lines, value_place, value_spans
from wflint.syntax.nodes import Sequence


@pytest.mark.parametrize(
    ("text", "value", "spans"),
    [
        ("a: bc", "bc", ["b", "c"]),
        ("a: 'b''c'", "b'c", ["b", "''", "c"]),
        ('a: "b\\n\\x41\\u00e9"', "b\nAé", ["b", "\\n", "\\x41", "\\u00e9"]),
        ("a: b\n  c", "b c", ["b", "\n", "c"]),
        ("a: b  \n\n  c", "b\nc", ["b", "\n", "c"]),
        ("a: 'b\n  c'", "b c", ["b", "\n", "c"]),
        ('a: "b\\\n  c"', "bc", ["b", "c"]),
        ('a: "b \\\n\n  c"', "b \nc", ["b", " ", "\n", "c"]),
        ("a: |\n  b\n   c\n", "b\n c\n", ["b", "\n", " ", "c", "\n"]),
        ("a: |-\n  b\n\n  c\n\n", "b\n\nc", ["b", "\n", "\n", "c"]),
        ("a: |+\n  b\n\n", "b\n\n", ["b", "\n", ""]),
        ("a: |2\n   b\n  c\n", " b\nc\n", [" ", "b", "\n", "c", "\n"]),
        ("a: >\n  b\n  c\n\n  d\n", "b c\nd\n", ["b", "\n", "c", "\n", "d", "\n"]),
        ("a: >\n  b\n   c\n  d\n", "b\n c\nd\n", ["b", "\n", " ", "c", "\n", "d", "\n"]),
        ("a: >-\n\n  b\n\n\n  c", "\nb\n\nc", ["\n", "b", "\n", "\n", "c"]),
        ("a: |\r\n  b\r\n  c\r\n", "b\nc\n", ["b", "\r\n", "c", "\r\n"]),
        ("a: |", "", []),
        ("a:", "", []),
        ("a: ''", "", []),
    ],
)
def test_each_character_of_a_value_has_its_place(text: str, value: str, spans: list[str]) -> None:
    node = scalar(text)
    found = value_spans(node)
    assert found is not None

    assert node.value == value
    assert slices(text, tuple(found)) == spans


def test_a_part_of_a_script_has_its_place_in_the_file() -> None:
    text = "run: |\n  make\n    test --all\n"
    node = scalar(text, "run")
    start = node.value.index("test")
    place = value_place(node, start, start + len("test --all"))

    assert place.source.line_column(place.span.start) == (3, 5)
    assert slices(text, (place.span,)) == ["test --all"]


def test_a_part_over_several_lines_reaches_from_its_first_letter_to_its_last() -> None:
    text = "run: >\n  one\n  two\n"
    node = scalar(text, "run")

    assert slices(text, (value_place(node, 1, 6).span,)) == ["ne\n  tw"]


@pytest.mark.parametrize(
    ("text", "position", "offset"), [("a: bc", 1, 4), ("a: bc", 2, 5), ("a: ''", 0, 5), ("a: |\n  b", 1, 8)]
)
def test_an_empty_part_is_a_place_between_letters(text: str, position: int, offset: int) -> None:
    span = value_place(scalar(text), position, position).span

    assert (span.start, span.end) == (offset, offset)


@pytest.mark.parametrize(("start", "end"), [(0, 4), (-1, 1), (2, 1)])
def test_what_is_no_part_gives_the_whole_scalar(start: int, end: int) -> None:
    node = scalar("a: bcd")

    assert value_place(node, start, end) == node.place


def test_the_lines_of_a_block_scalar_are_without_indentation_and_line_break() -> None:
    text = "a: | # b\n    c\n\n      d\n\n\ne: f"
    lines = block_lines(scalar(text))

    assert slices(text, tuple(line.content for line in lines)) == ["c", "", "  d"]
    assert slices(text, tuple(line.line_break for line in lines)) == ["\n", "\n", "\n"]


@pytest.mark.parametrize(
    ("text", "indent"), [("a: |\n    b\n", 4), ("a: >2\n    b\n", 2), ("a: |\n\n   b", 3), ("a: |\n", 0), ("a: b", 0)]
)
def test_the_indentation_of_a_block_scalar_is_known(text: str, indent: int) -> None:
    assert block_indent(scalar(text)) == indent


def test_lines_of_spaces_that_are_content_belong_to_the_scalar() -> None:
    text = "a:\n  - |\n    b\n        \n  - c\n"
    items = mapping(text).get("a")
    assert isinstance(items, Sequence)

    assert slices(text, (items.items[0].span,)) == ["|\n    b\n        "]
