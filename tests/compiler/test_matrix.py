from __future__ import annotations

import pytest
from tests.compiler.compiling import compiled, described, faults

from wflint.compiler.compiled import CompiledScalar, CompiledValue
from wflint.compiler.matrix import is_default_name
from wflint.source import Source
from wflint.syntax.nodes import Scalar

BASE = """
version: 2.1
parameters: {vs: {type: string, default: "1"}}
jobs:
  build: {parameters: {version: {type: string}, platform: {type: string, default: x}}, machine: true, steps: [checkout]}
  ship: {machine: true, steps: [checkout]}
workflows:
  w:
    jobs:
"""


def matrix(text: str, rest: str = "", key: str = "") -> str:
    return f"{BASE}      - build: {{matrix: {{parameters: {text}{rest}}}{key}}}\n"


def test_instances_vary_the_first_parameter_slowest_and_are_named_in_alphabetical_order() -> None:
    text = matrix("{version: ['1', '2'], platform: [mac, win]}")

    assert list(described(compiled(text))) == ["build-mac-1", "build-win-1", "build-mac-2", "build-win-2"]


def test_an_exclusion_drops_every_combination_that_has_its_values() -> None:
    text = matrix("{version: ['1', '2'], platform: [mac, win]}", ", exclude: [{platform: win}]")

    assert list(described(compiled(text))) == ["build-mac-1", "build-mac-2"]


@pytest.mark.parametrize("name", ["all", "build-mac-1", "build-1-mac"])
def test_an_alias_or_an_instance_in_any_order_can_be_required(name: str) -> None:
    alias = ", alias: all" if name == "all" else ""
    text = matrix("{version: ['1'], platform: [mac, win]}", alias) + f"      - ship: {{requires: [{name}]}}\n"

    jobs = {"all": "build-mac-1+build-win-1"}.get(name, "build-mac-1")
    assert described(compiled(text))["ship"] == jobs


def test_names_and_requirements_render_the_values_of_their_instance() -> None:
    text = matrix("{version: ['1', '2']}", "", ", name: b-<< matrix.version >>").replace(
        "workflows:", "workflows:", 1
    ) + (
        "      - build: {matrix: {parameters: {version: ['1', '2']}}, name: 'd-<< matrix.version >>',"
        " requires: ['b-<< matrix.version >>']}\n"
    )

    assert described(compiled(text)) == {"b-1": "", "b-2": "", "d-1": "b-1", "d-2": "b-2"}


def test_a_plain_name_is_numbered() -> None:
    assert list(described(compiled(matrix("{version: ['1', '2']}", "", ", name: b")))) == ["b-1", "b-2"]


@pytest.mark.parametrize(
    ("text", "rest", "kind", "place"),
    [
        ("{version: []}", "", "matrix-empty", "version"),
        ("{version: ['1', '2']}", ", exclude: [{version: '3'}]", "matrix-exclude", "{version: '3'}"),
        ("{version: ['1', '1']}", "", "matrix-collision", "build"),
    ],
)
def test_what_makes_no_sense_is_a_problem(text: str, rest: str, kind: str, place: str) -> None:
    assert (kind, place) in faults(compiled(matrix(text, rest)))


def test_each_of_many_exclusions_drops_its_combination() -> None:
    many = ", ".join(f"'{number}'" for number in range(15))
    exclude = ", ".join(f"{{version: '{number}', platform: '{number}'}}" for number in range(15))

    names = list(described(compiled(matrix(f"{{version: [{many}], platform: [{many}]}}", f", exclude: [{exclude}]"))))

    assert names == [f"build-{one}-{other}" for other in range(15) for one in range(15) if one != other]


@pytest.mark.parametrize(("value", "kept"), [("1", ["build-mac-true"]), ("true", ["build-mac-1"])])
def test_an_exclusion_tells_true_from_one(value: str, kept: list[str]) -> None:
    text = matrix("{version: [1, true], platform: [mac]}", f", exclude: [{{version: {value}}}]")

    assert list(described(compiled(text))) == kept


def test_more_than_ten_thousand_jobs_are_refused() -> None:
    many = ", ".join(str(number) for number in range(101))

    found = compiled(matrix(f"{{version: [{many}], platform: [{many}]}}"))

    assert [problem.message for problem in found.problems] == [
        "the `build` build matrix expands to 10201 jobs; matrices cannot generate more than 10000"
    ]


def test_a_list_that_a_parameter_decides_makes_the_workflow_incomplete() -> None:
    text = matrix("{version: ['<< pipeline.parameters.vs >>']}") + "      - ship: {requires: [build-1]}\n"

    found = compiled(text)

    assert not found.workflows[0].is_complete
    assert not found.workflows[0].jobs[-1].requires[0].is_known


@pytest.mark.parametrize(
    ("value", "name", "found"),
    [
        ("x", "-x" * 30, True),
        ("x", "-x" * 29 + "-y", False),
        ("x-y", "-x-y" * 30, True),
        ("x-y", "-x-y" * 29 + "-y-x", False),
    ],
)
def test_many_equal_values_have_one_order(value: str, name: str, found: bool) -> None:
    text = CompiledScalar(value, Scalar(Source(value, ""), 0, 0, value), None)
    combination: dict[str, CompiledValue] = {f"p{number}": text for number in range(30)}

    assert is_default_name(f"build{name}", "build", combination) is found
