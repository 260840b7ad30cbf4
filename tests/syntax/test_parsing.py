from __future__ import annotations

import random
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import yaml
from tests.syntax.texts import TRAPS, data, document, mapping, nodes, outline, problems, shown, slices

from wflint.source import decode
from wflint.syntax.limits import PROBLEM_LIMIT, SIZE_LIMIT

if TYPE_CHECKING:
    from wflint.syntax.document import Document


@pytest.mark.parametrize("text", ["", "\n", "# a\n", "---\n", "\ufeff", "---\n...\n"])
def test_a_text_without_content_has_no_root_and_no_problem(text: str) -> None:
    found = document(text)

    assert found.root is None
    assert found.problems == ()
    assert found.is_complete


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\ufeffa: 1", {"a": 1}),
        ("\ufeff\na: 1", {"a": 1}),
        ("a: 1\r\nb:\r\n  - c\r\n", {"a": 1, "b": ["c"]}),
        ("a: 1\rb: 2\r", {"a": 1, "b": 2}),
        ("a: b\ufeffc", {"a": "b\ufeffc"}),
        ("a: b\ufeff\ufffdc", {"a": "b\ufeff\ufffdc"}),
        ("a: b\u2028  c", {"a": "b\u2028c"}),
        ("%YAML 1.1\n--- {a: 1}\n...\n", {"a": 1}),
        ("a: &b$c 1\nd: *b$c", {"a": 1, "d": 1}),
        ("a: |\n  \tb\n", {"a": "\tb\n"}),
        ("docker: [{image: cimg/base:2024.01}]", {"docker": [{"image": "cimg/base:2024.01"}]}),
        ("- a:b\n- {c: d:e}", ["a:b", {"c": "d:e"}]),
    ],
)
def test_what_snakeyaml_reads_is_read(text: str, expected: object) -> None:
    assert problems(text) == []
    assert data(document(text).root) == expected


def test_places_count_a_byte_order_mark_as_the_character_it_is() -> None:
    text = "\ufeffa: 😀 # b\nc: d"

    assert outline(text)[1:] == [("Scalar", "a"), ("Scalar", "😀"), ("Scalar", "c"), ("Scalar", "d")]
    assert slices(text, tuple(comment.span for comment in document(text).comments)) == ["# b"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: b\x00", ["1:5 yaml-syntax: control character `U+0000` cannot stand in YAML"]),
        (
            "a: \x07\nb: \x1b[0m",
            [
                "1:4 yaml-syntax: control character `U+0007` cannot stand in YAML",
                "2:4 yaml-syntax: control character `U+001B` cannot stand in YAML",
            ],
        ),
        (
            "a: 'x\x01y\x02z'",
            ["1:6 yaml-syntax: control character `U+0001` and 1 more characters of this line cannot stand in YAML"],
        ),
        ("a: \ud800", ["1:4 yaml-syntax: lone surrogate `U+D800` cannot stand in YAML"]),
        ("a: \ufffe", ["1:4 yaml-syntax: character `U+FFFE` cannot stand in YAML"]),
        (decode(b"a: caf\xe9").text, ["1:7 yaml-syntax: byte `E9`, which is not UTF-8, cannot stand in YAML"]),
    ],
)
def test_characters_that_yaml_forbids_are_problems_and_the_rest_is_read(text: str, expected: list[str]) -> None:
    assert problems(text) == expected
    assert mapping(text).entry("a") is not None


def test_forbidden_characters_are_reported_beside_syntax_errors() -> None:
    assert [shown(problem)[:3] for problem in document("a: b: c\nd: \x07").problems] == ["1:5", "2:4"]


def test_only_the_first_lines_with_forbidden_characters_are_reported() -> None:
    assert len(problems("some: longer words \x07\n" * 100)) == PROBLEM_LIMIT


@pytest.mark.parametrize(
    "content",
    [
        bytes(range(256)) * 40,
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00",
        b"\x00" * 1000,
        random.Random(1).randbytes(10_000),
        b"a\x00:\x00 \x00b\x00" * 9,
    ],
)
def test_binary_content_is_one_problem(content: bytes) -> None:
    found = document(decode(content).text)

    assert [shown(problem) for problem in found.problems] == ["1:1 yaml-syntax: this is no text but binary data"]
    assert found.root is None


def test_a_text_over_the_limit_is_not_read() -> None:
    found = document("a: b\n" * (SIZE_LIMIT // 5 + 1))

    assert [shown(problem) for problem in found.problems] == [
        "1:1 excessive-yaml: the text has more than 8,000,000 characters and is not read"
    ]
    assert found.root is None


def test_a_clean_text_is_read_without_the_slow_parser() -> None:
    code = """
import sys
from wflint.source import Source
from wflint.syntax.nodes import Mapping
from wflint.syntax.parsing import parse
parse(Source("a: 1"))
print("ruamel.yaml" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"


READ_OTHERWISE_BY_RUAMEL = ("[&a b, *a: c]", ">\na", 'a: "\\ud800"')


@pytest.mark.parametrize("text", [text for text in TRAPS if text not in READ_OTHERWISE_BY_RUAMEL])
def test_without_the_c_parser_the_pure_one_gives_the_same_nodes(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = document(text)
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    found = document(text)

    assert bool(found.problems) == bool(expected.problems)
    assert found.problems or described(found) == described(expected)


def described(document: Document) -> list[tuple[str, int, int]]:
    """The nodes of a document with their places, and its data."""
    places = [(type(node).__name__, node.start, node.end) for node in nodes(document.root)]
    return [*places, (repr(data(document.root)), 0, 0)]
