"""Positions of editors: units of their encoding, lines as they count them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol.types import Position, Range

from wflint.lsp.convert import UTF_8, UTF_16, UTF_32, length, to_offset, to_position, to_range, to_span
from wflint.source import Source, Span

EMOJI = Source("a: 🚀b\nc: é")


@pytest.mark.parametrize(
    ("encoding", "character"), [(UTF_16, 5), (UTF_8, 7), (UTF_32, 4)], ids=["utf-16", "utf-8", "utf-32"]
)
def test_a_character_behind_an_emoji_is_counted_in_units(encoding: str, character: int) -> None:
    offset = EMOJI.text.index("b")

    assert to_position(EMOJI, offset, encoding) == Position(0, character)
    assert to_offset(EMOJI, Position(0, character), encoding) == offset


@pytest.mark.parametrize(
    ("position", "offset"),
    [
        (Position(0, 4), 3),  # inside of the emoji's pair: its beginning
        (Position(0, 99), 5),  # beyond the line: its end
        (Position(1, 99), 10),
        (Position(7, 0), 10),  # beyond the text: its end
    ],
    ids=["inside a pair", "beyond the line", "beyond the last line", "beyond the text"],
)
def test_positions_that_are_none_are_moved_to_one(position: Position, offset: int) -> None:
    assert to_offset(EMOJI, position, UTF_16) == offset


@pytest.mark.parametrize("separator", ["\u2028", "\x0b", "\x0c", "\x85"], ids=["U+2028", "VT", "FF", "NEL"])
def test_lines_end_only_where_editors_end_them(separator: str) -> None:
    source = Source(f"a{separator}b\r\nc\rd")

    assert to_position(source, source.text.index("b"), UTF_16) == Position(0, 2)
    assert to_position(source, source.text.index("d"), UTF_16) == Position(2, 0)


def test_a_range_that_ends_before_it_starts_is_empty() -> None:
    assert to_span(EMOJI, Range(Position(1, 2), Position(0, 0)), UTF_16) == Span(8, 8)


def test_ranges_are_those_of_spans() -> None:
    assert to_range(EMOJI, Span(3, 4), UTF_16) == Range(Position(0, 3), Position(0, 5))
    assert length("🚀é", UTF_8) == 6


@given(st.text(alphabet="aé€🚀\n\r\ud800", max_size=12), st.sampled_from([UTF_8, UTF_16, UTF_32]))
def test_every_offset_comes_back(text: str, encoding: str) -> None:
    source = Source(text)
    for offset in range(len(text) + 1):
        # Between CR and LF there is no position.
        if text[offset - 1 : offset + 1] != "\r\n":
            assert to_offset(source, to_position(source, offset, encoding), encoding) == offset
