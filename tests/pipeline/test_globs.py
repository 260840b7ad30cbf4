from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wflint.pipeline.globs import covers, matches, overlap, parse_segment

# The behaviour of Go's path/filepath.Match, tried out with Go.
MATCHING = [
    ("abc", "abc", True),
    ("*", "abc", True),
    ("*", ".hidden", True),
    ("*c", "abc", True),
    ("a*", "a", True),
    ("a*", "ab/c", False),
    ("a*/b", "abc/b", True),
    ("a*/b", "a/c/b", False),
    ("a*b*c*d*e*/f", "axbxcxdxexxx/f", True),
    ("a*b?c*x", "abxbbxdbxebxczzx", True),
    ("a*b?c*x", "abxbbxdbxebxczzy", False),
    ("ab[b-d]", "abc", True),
    ("ab[e-g]", "abc", False),
    ("ab[^b-d]", "abc", False),
    ("ab[!c]", "ab!", True),
    ("a\\*b", "a*b", True),
    ("a\\*b", "ab", False),
    ("a?b", "a☺b", True),
    ("a?b", "a/b", False),
    ("[\\]a]", "]", True),
    ("[x\\-]", "-", True),
    ("[]a]", "]", False),
    ("[x-]", "x", False),
    ("[-x]", "x", False),
    ("[a-b-c]", "a", False),
    ("[", "a", False),
    ("a[", "a", False),
    ("a\\", "a", False),
    ("**", "abc", True),
    ("**/c", "a/b/c", False),
    ("{a,b}", "a", False),
    ("{a,b}", "{a,b}", True),
    ("ABC", "abc", False),
]


@pytest.mark.parametrize(("pattern", "path", "expected"), MATCHING)
def test_a_pattern_matches_as_in_go(pattern: str, path: str, expected: bool) -> None:
    assert matches(pattern, path) is expected


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [("", "a", True), ("d", "d/x", True), ("d*", "dist/x/y", True), ("d/x", "d", False), ("d", "dx", False)],
)
def test_a_directory_is_taken_whole(pattern: str, path: str, expected: bool) -> None:
    assert covers(pattern, path) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("a*", "*b", True),
        ("a*", "b*", False),
        ("d", "d/x", True),
        ("d/x", "d/y", False),
        ("d/*.xml", "d/a?c*", True),
        ("[ab]", "[bc]", True),
        ("[ab]", "[^ab]", False),
        ("", "x", True),
        ("[", "x", False),
        ("a*c", "ab", False),
    ],
)
def test_two_patterns_overlap_if_some_file_is_taken_by_both(one: str, other: str, expected: bool) -> None:
    assert overlap(one, other) is expected
    assert overlap(other, one) is expected


PATTERNS = st.lists(st.sampled_from(["a", "b", "*", "?", "[ab]", "[^a]", "\\*"]), max_size=5).map("".join)
NAMES = st.text("abc*", max_size=5)


def as_regex(pattern: str) -> str:
    return pattern.replace("\\*", "STAR").replace("*", "[^/]*").replace("?", "[^/]").replace("STAR", r"\*")


@given(PATTERNS, NAMES)
def test_matching_agrees_with_the_same_pattern_as_a_regular_expression(pattern: str, name: str) -> None:
    assert matches(pattern, name) is bool(re.fullmatch(as_regex(pattern), name))


@given(PATTERNS, PATTERNS, NAMES)
def test_patterns_that_match_one_name_overlap(one: str, other: str, name: str) -> None:
    assert overlap(one, other) or not (matches(one, name) and matches(other, name))


@given(PATTERNS, NAMES)
def test_a_pattern_overlaps_a_literal_name_exactly_if_it_matches(pattern: str, name: str) -> None:
    literal = name.replace("*", "\\*")

    assert overlap(pattern, literal) is (matches(pattern, name) or not pattern or not literal)


@given(st.text("a[]^-\\*?", max_size=8))
def test_any_segment_is_read_or_refused(text: str) -> None:
    assert parse_segment(text) is None or overlap(text, text) or "[" in text
