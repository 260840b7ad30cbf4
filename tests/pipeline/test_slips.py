from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wflint.pipeline.slips import NearNames, is_slip, parts_of, tails_are_near

PARTS = st.lists(st.sampled_from(["build", "biuld", "dist", "dist2", "out", "api", "log.txt", "lag.txt"]), max_size=4)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("biuld", "build", True), ("build", "build", False), ("v1", "v2", False), ("a.txt", "a.xml", False)],
)
def test_numbers_and_endings_are_no_slips(one: str, other: str, expected: bool) -> None:
    assert is_slip(one, other) is expected


@pytest.mark.parametrize(
    ("word", "path", "expected"),
    [
        ("dist/biuld", "dist/build", True),
        ("/tmp/dist/biuld", "dist/build", True),
        ("biuld", "dist/build", True),
        ("dist/build", "dist/build", False),
        ("dost/biuld", "dist/build", False),
        ("dist/documentation", "dist/build", False),
    ],
)
def test_the_last_parts_are_compared(word: str, path: str, expected: bool) -> None:
    assert tails_are_near(parts_of(word), parts_of(path)) is expected


@given(PARTS, st.lists(PARTS, max_size=4))
@settings(max_examples=500, deadline=None)
def test_among_many_paths_the_same_are_found(word: list[str], paths: list[list[str]]) -> None:
    expected = any(tails_are_near(word[:end], path) for path in paths for end in range(1, len(word) + 1))

    assert NearNames(paths).has_near_beginning(word) is expected
