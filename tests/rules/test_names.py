from __future__ import annotations

import pytest
from tests.rules.findings import findings, in_workflow


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: 1\nb: 2\n", []),
        ("a: 1\na: 1\n", ["2: key `a` is set again in this mapping, so its first value is lost @1"]),
        (
            "a: 1\n'a': 2\na: 3\n",
            [
                "2: key `a` is set again in this mapping, so its first value is lost @1",
                "3: key `a` is set again in this mapping, so its first value is lost @1",
            ],
        ),
        ("a: &a {x: 1}\nb: {<<: *a, <<: *a, x: 2}\n", []),
        ("a: &a {x: 1, x: 2}\nb: *a\n", ["1: key `x` is set again in this mapping, so its first value is lost @1"]),
        ("[{a: 1, a: 2}]\n", ["1: key `a` is set again in this mapping, so its first value is lost @1"]),
        ("jobs: {}\njobs: {}\n", ["2: key `jobs` is set again in this mapping, so its first value is lost @1"]),
        ("jobs:\n  a: 1\n  a: 2\n", []),
    ],
)
def test_keys_are_compared_by_their_text_within_one_mapping(text: str, found: list[str]) -> None:
    assert findings("duplicate-key", text) == found


def test_a_mapping_that_lost_a_line_may_have_lost_what_parted_its_keys() -> None:
    broken = "version: 2.1\nx:\n  k: 1\n  b: - c: [\n  k: 2\ny:\n  k: 1\n  k: 2\n"

    assert findings("duplicate-key", broken) == [
        "8: key `k` is set again in this mapping, so its first value is lost @7"
    ]


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        ("[a: {name: b}, b]", ["1: 2 jobs are named `b`; CircleCI runs them as `b-1`, `b-2` @1"]),
        ("[m: {v: x}, m: {v: y}]", []),
        ("[a: {name: x}, a: {name: x}]", []),
        (
            "[m: {name: x, matrix: {parameters: {v: [1, 2, 3, 4, 5, 6]}}}]",
            ["1: 6 jobs are named `x`; CircleCI runs them as `x-1`, `x-2`, `x-3`, `x-4` and 2 more"],
        ),
        (
            "[m: {name: << matrix.v >>, matrix: {parameters: {v: [b, c]}}}, b]",
            ["1: 2 jobs are named `b`; CircleCI runs them as `b-1`, `b-2` @1"],
        ),
        ("[m: {name: << matrix.v >>, matrix: {parameters: {v: [b, b]}}}]", []),
    ],
)
def test_shared_names_are_told_with_what_becomes_of_them(entries: str, found: list[str]) -> None:
    assert in_workflow("shared-job-name", entries) == found
