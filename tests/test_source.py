from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wflint.source import Source, decode


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("", [0]),
        ("a", [0]),
        ("a\n", [0, 2]),
        ("a\nb", [0, 2]),
        ("a\r\nb\rc\n\n", [0, 3, 5, 7, 8]),
        ("a\r\rb\r\n\r", [0, 2, 3, 6, 7]),
        ("a\u2028b\x85c\x0bd", [0]),
    ],
)
def test_lines_begin_where_editors_begin_them(text: str, starts: list[int]) -> None:
    assert Source(text).line_starts == starts


@pytest.mark.parametrize(
    ("offset", "expected"), [(0, (1, 1)), (1, (1, 2)), (2, (1, 3)), (3, (2, 1)), (5, (3, 1)), (6, (3, 2))]
)
def test_lines_and_columns_count_from_one(offset: int, expected: tuple[int, int]) -> None:
    assert Source("😀a\nb\nc").line_column(offset) == expected


def test_a_line_is_given_with_and_without_its_break() -> None:
    source = Source("a\r\nbc\rd")

    assert [source.text[slice(*source.line_span(line))] for line in (1, 2, 3)] == ["a\r\n", "bc\r", "d"]
    assert [source.line_text(line) for line in (1, 2, 3)] == ["a", "bc", "d"]


@given(st.text(alphabet="ab\r\n\u2028", max_size=30))
def test_lines_cover_the_text_without_gap(text: str) -> None:
    source = Source(text)
    lines = [text[slice(*source.line_span(line))] for line in range(1, len(source.line_starts) + 1)]

    assert "".join(lines) == text
    assert all(not line.rstrip("\r\n").count("\n") for line in lines)


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"", "", "utf-8"),
        ("é😀".encode(), "é😀", "utf-8"),
        (b"\xef\xbb\xbfa", "\ufeffa", "utf-8"),
        (b"\xff\xfea\x00", "\ufeffa", "utf-16-le"),
        (b"\xfe\xff\x00a", "\ufeffa", "utf-16-be"),
        (b"caf\xe9", "caf\udce9", "utf-8"),
        (b"\xff\xfea", "\udcff\udcfea", "utf-8"),
    ],
)
def test_bytes_are_decoded_whatever_they_hold(data: bytes, text: str, encoding: str) -> None:
    found = decode(data)

    assert (found.text, found.encoding) == (text, encoding)


@given(st.binary(max_size=40) | st.binary(max_size=40).map(b"\xff\xfe".__add__) | st.text(max_size=20).map(str.encode))
def test_a_decoded_text_is_encoded_to_the_same_bytes(data: bytes) -> None:
    found = decode(data)

    assert found.encode(found.text) == data
