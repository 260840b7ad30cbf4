"""Open texts follow what is typed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol.types import (
    Position,
    Range,
    TextDocumentContentChangePartial,
    TextDocumentContentChangeWholeDocument,
)
from tests.lsp.editing import opened

from wflint.lsp.convert import UTF_8, UTF_16, to_range
from wflint.lsp.documents import path_of, uri_of
from wflint.source import Source, Span


def test_changes_are_applied_in_their_order() -> None:
    document = opened("a: 🚀1\nb: 2\n")
    change = TextDocumentContentChangePartial

    document.change(
        [
            change(Range(Position(0, 5), Position(0, 6)), "x"),
            change(Range(Position(1, 0), Position(1, 1)), "key"),
            change(Range(Position(2, 0), Position(2, 0)), "c: 3"),
        ],
        2,
    )

    assert document.source.text == "a: 🚀x\nkey: 2\nc: 3"
    assert document.version == 2


def test_a_change_without_a_range_is_the_whole_text() -> None:
    document = opened("a: 1")

    document.change([TextDocumentContentChangeWholeDocument("b: 2")], 2)

    assert (document.source.text, document.typed) == ("b: 2", None)


@given(st.text("a\n🚀\u2028\r", max_size=20), st.integers(0, 20), st.integers(0, 20), st.text("b\né", max_size=4))
def test_a_change_replaces_its_span(text: str, one: int, other: int, new: str) -> None:
    # Between CR and LF no editor can put a cursor.
    text = re.sub("\r+\n", "\n", text)
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    for encoding in (UTF_8, UTF_16):
        document = opened(text, encoding=encoding)
        where = to_range(Source(text), Span(start, end), encoding)

        document.change([TextDocumentContentChangePartial(where, new)], 2)

        assert document.source.text == text[:start] + new + text[end:]


def test_what_is_typed_is_remembered_until_a_line_ends() -> None:
    document = opened("a: 1")
    change = TextDocumentContentChangePartial

    document.change([change(Range(Position(0, 4), Position(0, 4)), "2")], 2)
    within = document.typed
    document.change([change(Range(Position(0, 5), Position(0, 5)), "\n")], 3)

    assert (within, document.typed) == (5, None)


def test_a_value_is_worked_out_once_for_each_state() -> None:
    document = opened("a: 1")
    made: list[int] = []

    for _ in range(2):
        document.keep("value", lambda: made.append(1))
    document.change([TextDocumentContentChangeWholeDocument("b: 2")], 2)
    document.keep("value", lambda: made.append(2))

    assert made == [1, 2]


def test_the_last_config_that_held_something_stays_at_hand() -> None:
    document = opened("version: 2.1\njobs: {build: {docker: [{image: a}], steps: [checkout]}}\n")
    assert list(document.config.jobs) == ["build"]

    document.change([TextDocumentContentChangeWholeDocument("")], 2)
    document.change([TextDocumentContentChangeWholeDocument("#")], 3)

    assert list(document.config.jobs) == ["build"]


@pytest.mark.parametrize(
    ("uri", "path"),
    [("file:///a/b%20c.yml", "/a/b c.yml"), ("untitled:Untitled-1", "Untitled-1"), ("git:/a/b.yml?ref=x", "/a/b.yml")],
    ids=["file", "no file", "another scheme"],
)
def test_a_text_is_known_under_its_path(uri: str, path: str) -> None:
    assert path_of(uri) == path


def test_only_a_file_has_an_address() -> None:
    assert uri_of("/a/b c.yml") == "file:///a/b%20c.yml"
    assert uri_of("circleci/node@5.2.0") is None
