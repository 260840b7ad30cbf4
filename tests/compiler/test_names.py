from __future__ import annotations

import pytest
from tests.compiler.compiling import compiled, described

JOBS = """
version: 2.1
jobs:
  a: {machine: true, steps: [checkout]}
  b: {machine: true, steps: [checkout]}
  c: {parameters: {v: {type: string, default: ""}}, machine: true, steps: [checkout]}
workflows:
  w:
    jobs:
"""


@pytest.mark.parametrize(
    ("entries", "jobs"),
    [
        ("[a, b: {requires: [a]}]", {"a": "", "b": "a"}),
        ("[a, b: {name: x, requires: [a]}]", {"a": "", "x": "a"}),
        ("[c: {v: '1'}, c: {v: '2'}]", {"c-1": "", "c-2": ""}),
        ("[a, a: {requires: [b]}, b]", {"a-1": "", "a-2": "b", "b": ""}),
        ("[a: {requires: [b]}, a: {requires: [b]}, b]", {"a": "b", "b": ""}),
        ("[c: {v: '1'}, c: {v: '2', requires: [c]}]", {"c-1": "", "c-2": "c-1"}),
        ("[a: {name: x}, b: {name: x}]", {"x-1": "", "x-2": ""}),
        ("[a: {name: x}, b: {requires: [a]}]", {"x": "", "b": "x"}),
        ("[a: {requires: [a]}]", {"a": "a"}),
        ("[a, b: {requires: [a: failed]}]", {"a": "", "b": "a(failed)"}),
        ("[a, b: {requires: [a: [failed, canceled]]}]", {"a": "", "b": "a(canceled,failed)"}),
        (
            "[a, b: {requires: [a: terminal]}]",
            {"a": "", "b": "a(canceled,failed,not_run,success,unauthorized)"},
        ),
        ("[a, b: {requires: a}]", {"a": "", "b": "a"}),
        ("[hold: {type: approval}, a: {requires: [hold]}]", {"hold": "", "a": "hold"}),
    ],
)
def test_names_are_numbered_where_invocations_differ_and_requirements_follow(
    entries: str, jobs: dict[str, str]
) -> None:
    assert described(compiled(f"{JOBS}      {entries}")) == jobs


@pytest.mark.parametrize(
    ("entries", "candidates"),
    [
        ("[a, b: {requires: [x]}]", 0),
        ("[c: {v: '1'}, c: {v: '2'}, b: {requires: [c]}]", 2),
        ("[a, c: {matrix: {alias: a, parameters: {v: ['1', '2']}}}, b: {requires: [a]}]", 2),
    ],
)
def test_a_name_that_is_missing_or_ambiguous_stands_for_nothing(entries: str, candidates: int) -> None:
    jobs = compiled(f"{JOBS}      {entries}").workflows[0].jobs

    requirement = jobs[-1].requires[0]

    assert (requirement.jobs, requirement.candidates, requirement.is_known) == ((), candidates, True)


@pytest.mark.parametrize(
    ("first", "second", "names"),
    [
        ("[a]", "[a: {filters: {branches: {only: x}}}]", ["a", "a"]),
        ("[c: {v: '1'}]", "[c: {v: '2'}]", ["c-1", "c-2"]),
        ("[c: {v: '1'}]", "[c: {v: '1'}]", ["c", "c"]),
        ("[a: {name: x}]", "[b: {name: x}]", ["x-1", "x-2"]),
        ("[hold: {type: approval}]", "[hold: {type: approval, filters: {branches: {only: x}}}]", ["hold", "hold"]),
    ],
)
def test_over_workflows_only_other_jobs_and_arguments_are_numbered(first: str, second: str, names: list[str]) -> None:
    workflows = compiled(f"{JOBS}      {first}\n  v: {{jobs: {second}}}\n").workflows

    assert [job.name for workflow in workflows for job in workflow.jobs] == names


def test_exact_repeats_stay_in_the_order_of_entries() -> None:
    assert compiled(f"{JOBS}      [a, b, a]").workflows[0].order == ("a", "b", "a")


def test_matrix_values_that_are_maps_tell_instances_apart() -> None:
    matrix = "{ex: [{name: e, tag: x}, {name: e, tag: y}], v: ['1', '2']}"
    entry = f"{{a: {{name: n, matrix: {{parameters: {matrix}}}}}}}"

    assert list(described(compiled(f"{JOBS}      [{entry}]"))) == ["n-1", "n-2", "n-3", "n-4"]
