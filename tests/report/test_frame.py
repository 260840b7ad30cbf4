"""Excerpts: what a line looks like on a terminal, and where the underline goes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wflint.report import frame
from wflint.report.frame import cells, context_line, excerpt, shown
from wflint.source import Place, Source, Span


def drawn(text: str, word: str, width: int = 80) -> tuple[str, str]:
    """The shown line and its underline."""
    start = text.index(word)
    line = excerpt(Place(Source(text), Span(start, start + len(word))), width)
    return line.text, " " * line.indent + "^" * line.length


@pytest.mark.parametrize(
    ("text", "word", "line", "marks"),
    [
        ("a: bcd\n", "bcd", "a: bcd", "   ^^^"),
        ("a: bcd\r\n", "bcd", "a: bcd", "   ^^^"),
        ("a: b\r", "b", "a: b", "   ^"),
        ("\ta: b", "a", "    a: b", "    ^"),
        ("a:\tb", "\t", "a:    b", "  ^^^^"),
        ("日本: b", "b", "日本: b", "      ^"),
        ("a: 日本", "日本", "a: 日本", "   ^^^^"),
        ("e\u0301: b", "b", "e\u0301: b", "   ^"),
        ("\u00a0\u00a0a: b", "\u00a0\u00a0", "␣␣a: b", "^^"),
        ("a: \x1b[31m", "\x1b[31m", "a: ␛[31m", "   ^^^^^"),
        ("a: \u202eb", "b", "a: <U+202E>b", "           ^"),
        ("\ufeffa: b", "b", "<U+FEFF>a: b", "           ^"),
        ("a:\n  b\n", "a:\n  b", "a:", "^^"),
        ("a: b  # c   \n", "b  # c   \n", "a: b  # c", "   ^^^^^^"),
    ],
)
def test_the_underline_is_below_the_word(text: str, word: str, line: str, marks: str) -> None:
    assert drawn(text, word) == (line, marks)


@pytest.mark.parametrize(
    ("word", "line"),
    [
        ("begin", "begin " + "x" * 33 + "…"),
        ("end", "…" + "y" * 35 + " end"),
        ("mid", "…" + "x" * 16 + " mid " + "y" * 17 + "…"),
    ],
)
def test_a_long_line_is_trimmed_around_the_word(word: str, line: str) -> None:
    text, marks = drawn("begin " + "x" * 60 + " mid " + "y" * 60 + " end", word, 40)

    assert text == line
    assert text[marks.index("^") : marks.index("^") + len(word)] == word


def test_a_word_longer_than_the_line_is_cut() -> None:
    text, marks = drawn("a: " + "x" * 100, "x" * 100, 30)

    assert cells(text) <= 30
    assert text.endswith("x…")
    assert len(marks) == cells(text)


@given(st.text(max_size=200), st.integers(0, 200), st.integers(0, 50), st.integers(24, 100))
def test_any_place_fits_into_the_width(text: str, start: int, length: int, width: int) -> None:
    start = min(start, len(text))
    line = excerpt(Place(Source(text), Span(start, min(start + length, len(text)))), width)

    assert cells(line.text) <= width
    assert line.indent + line.length <= width + 1
    assert line.length >= 1


def test_a_line_without_a_word_is_cut_at_its_end() -> None:
    assert context_line(Source("x" * 50), 1, 30) == "x" * 29 + "…"


@pytest.mark.parametrize("char", [chr(code) for code in (0, 7, 27, 31, 127, 0x85, 0x2028, 0xD800, 0xFFFF)])
def test_nothing_that_moves_the_cursor_is_shown(char: str) -> None:
    assert shown(char).isprintable()


def test_of_a_long_line_only_what_is_around_a_place_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []

    def counted(text: str) -> str:
        looked_at.append(text)
        return shown(text)

    monkeypatch.setattr(frame, "shown", counted)
    text = "é" * 100_000 + " word " + "é" * 100_000

    assert drawn(text, "word", 24) == ("…" + "é" * 8 + " word " + "é" * 8 + "…", " " * 10 + "^^^^")
    assert cells(context_line(Source(text), 1, 24)) == 24
    assert len("".join(looked_at)) < 1_000
