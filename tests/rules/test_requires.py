from __future__ import annotations

import pytest
from tests.rules.findings import findings, in_workflow

UNKNOWN_NAMES = [
    "[a, b: {requires: [<< pipeline.parameters.name >>]}]",
    "[a: {name: << pipeline.parameters.name >>}, b: {requires: [zz]}]",
    "[m: {matrix: {parameters: {v: [<< pipeline.parameters.name >>, k]}}}, b: {requires: [m-zz]}]",
    "[m: {matrix: {parameters: {v: << pipeline.parameters.name >>}}}, b: {requires: [m-zz]}]",
    "[m: {name: x-<< matrix.v >>, matrix: {parameters: {v: [<< pipeline.git.branch >>]}}}, b: {requires: [x-zz]}]",
]


@pytest.mark.parametrize("entries", UNKNOWN_NAMES)
@pytest.mark.parametrize("rule", ["unknown-requires", "ambiguous-requires", "renamed-requires"])
def test_nothing_is_said_of_names_that_are_known_in_the_pipeline_only(rule: str, entries: str) -> None:
    assert in_workflow(rule, entries) == []


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        ("[m: {matrix: {parameters: {v: [1.0, 2]}}}, b: {requires: [m-1.0, m-2]}]", []),
        ("[a, a: {requires: [b]}, b, c: {requires: [a-1, a-2]}]", []),
        (
            "[a, m: {matrix: {parameters: {v: [1, 2]}}, requires: [x-<< matrix.v >>, a]}]",
            ["1: job `m` requires `x-1`, which workflow `w` lacks"],
        ),
        (
            "[m: {matrix: {parameters: {v: [1, 2]}}}, b: {requires: [m-3]}]",
            ["1: job `b` requires `m-3`, which workflow `w` lacks"],
        ),
        ("[a: {requires: [a]}]", []),
    ],
)
def test_unknown_names_are_those_that_no_instance_or_number_makes(entries: str, found: list[str]) -> None:
    assert in_workflow("unknown-requires", entries) == found


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        ("[a, a, c: {requires: [a]}]", []),
        ("[m: {v: x}, m: {v: y, requires: [m]}]", []),
        (
            "[a, a: {requires: [b]}, b, c: {requires: [a]}]",
            ["1: job `c` requires `a`, which is the name of 2 other jobs of workflow `w` @1 @1"],
        ),
        (
            "[a: {name: x}, b: {name: x}, c: {requires: [x]}]",
            ["1: job `c` requires `x`, which is the name of 2 other jobs of workflow `w` @1 @1"],
        ),
    ],
)
def test_a_name_is_ambiguous_if_two_others_have_it(entries: str, found: list[str]) -> None:
    assert in_workflow("ambiguous-requires", entries) == found


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        (
            """\
      - m: {requires: [n], matrix: {parameters: {v: [1, 2, 3, 4, 5, 6, 7, 8, 9]}}}
      - n: {requires: [m], matrix: {parameters: {v: [1, 2, 3, 4, 5, 6, 7, 8, 9]}}}
""",
            ["1: job `m` requires itself through `n` @2"],
        ),
        ("      - m: {requires: [m], matrix: {parameters: {v: [1, 2]}}}", ["1: job `m` requires itself"]),
        (
            """\
      - m: {name: m-<< matrix.v >>, requires: [n-<< matrix.v >>], matrix: {parameters: {v: [1, 2, 3]}}}
      - n: {name: n-1, requires: [m-2]}
      - n: {name: n-2, requires: [m-3]}
      - n: {name: n-3}
""",
            [],
        ),
        (
            """\
      - a: {requires: [b], serial-group: x}
      - b: {requires: [a]}
""",
            ["1: job `a` requires itself through `b` @2"],
        ),
        ("      - a: {requires: [a, a]}", ["1: job `a` requires itself"]),
        (
            """\
      - a: {requires: [c]}
      - b: {requires: [a]}
      - c: {requires: [b, a]}
""",
            ["1: job `a` requires itself through `c` @3", "1: job `a` requires itself through `c` and `b` @3 @2"],
        ),
    ],
)
def test_a_circle_of_entries_is_reported_once(entries: str, found: list[str]) -> None:
    assert in_workflow("requires-cycle", entries) == found


def test_a_knot_of_many_jobs_shows_a_bounded_number_of_circles() -> None:
    names = [f"j{number}" for number in range(40)]
    jobs = "".join(f"  {name}: {{type: no-op}}\n" for name in names)
    entries = "".join(f"      - {name}: {{requires: [{', '.join({*names} - {name})}]}}\n" for name in names)

    assert len(findings("requires-cycle", f"version: 2.1\njobs:\n{jobs}workflows:\n  w:\n    jobs:\n{entries}")) == 39


def test_a_long_circle_names_its_first_jobs() -> None:
    names = [f"j{number}" for number in range(9)]
    jobs = "".join(f"  {name}: {{type: no-op}}\n" for name in names)
    pairs = zip(names, [*names[1:], names[0]], strict=True)
    entries = "".join(f"      - {name}: {{requires: [{needed}]}}\n" for name, needed in pairs)
    found = findings("requires-cycle", f"version: 2.1\njobs:\n{jobs}workflows:\n  w:\n    jobs:\n{entries}")

    assert [message.partition(" @")[0] for message in found] == [
        "15: job `j0` requires itself through `j1`, `j2`, `j3`, `j4`, `j5` and 3 more"
    ]


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        ("[a, b: {requires: [a: failed, a: [failed]]}]", ["1: `a` is required again @1"]),
        ("[a, b: {requires: [a: , a]}]", []),
        ("[a, b: {requires: [a: {x: y}, a]}]", []),
        ("[a, b: {requires: [<< pipeline.parameters.name >>, a]}]", []),
    ],
)
def test_repetitions_are_judged_as_written(entries: str, found: list[str]) -> None:
    assert in_workflow("duplicate-requires", entries) == found
