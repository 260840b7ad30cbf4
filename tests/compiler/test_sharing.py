from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.compiler.compiling import compiled

from wflint.compiler.emit import plain

if TYPE_CHECKING:
    from wflint.compiler.compiled import CompiledJob, CompiledStep
    from wflint.diagnostic import Frame

INSTANCES = ("x=1, y=3", "x=1, y=4", "x=2, y=3", "x=2, y=4")


def jobs_of(steps: str, *, rest: str = "", parameters: str = "", call: str = "", more: str = "") -> list[CompiledJob]:
    """The four instances of a matrix over `x` and `y` whose job has some steps."""
    text = (
        f"version: 2.1\n{more}\njobs:\n"
        f"  b: {{parameters: {{x: {{type: integer}}, y: {{type: integer}}{parameters}}}, machine: true{rest},\n"
        f"      steps: {steps}}}\n"
        f"workflows: {{w: {{jobs: [b: {{matrix: {{parameters: {{x: [1, 2], y: [3, 4]}}}}{call}}}]}}}}\n"
    )
    config = compiled(text)
    assert [problem.message for problem in config.problems] == []
    return list(config.workflows[0].jobs)


def first_steps(jobs: list[CompiledJob]) -> list[CompiledStep]:
    return [job.body.steps[0] for job in jobs if job.body is not None]


def matrix_words(frame: Frame | None) -> list[str]:
    words = []
    while frame is not None:
        words += [frame.name] if frame.kind == "matrix" else []
        frame = frame.parent
    return words


@pytest.mark.parametrize(
    ("steps", "distinct", "chains"),
    [
        ("[run: make]", 1, [[], [], [], []]),
        ("[run: make << parameters.x >>]", 2, [["x=1"], ["x=1"], ["x=2"], ["x=2"]]),
        ("[run: make << parameters.x >> << parameters.y >>]", 4, [[each] for each in INSTANCES]),
        ('[run: "make << \\u0070arameters.y >>"]', 2, [["y=3"], ["y=4"], ["y=3"], ["y=4"]]),
        ("[when: {condition: parameters.x == 1 or parameters.x == 2, steps: [run: make]}]", 2, None),
    ],
    ids=["nothing", "one", "all", "escaped", "expression"],
)
def test_instances_share_the_steps_that_read_the_same_values_of_the_matrix(
    steps: str, distinct: int, chains: list[list[str]] | None
) -> None:
    found = first_steps(jobs_of(steps))

    assert len({id(step) for step in found}) == distinct
    assert chains is None or [matrix_words(step.frame) for step in found] == chains


@pytest.mark.parametrize(
    ("extra", "call"),
    [
        (", z: {type: string}", ", z: << matrix.x >>-z"),
        (', z: {type: string, default: "<< parameters.x >>-z"}', ""),
    ],
    ids=["argument", "default"],
)
def test_what_is_written_with_matrix_values_is_read_with_them(extra: str, call: str) -> None:
    found = first_steps(jobs_of("[run: make << parameters.z >>]", parameters=extra, call=call))

    assert [plain(step.body) for step in found if step.body is not None] == [
        {"command": command} for command in ("make 1-z", "make 1-z", "make 2-z", "make 2-z")
    ]


def test_one_anchor_may_be_a_step_and_a_value() -> None:
    text = "x-both: &both {run: make}"

    jobs = jobs_of("[*both]", rest=", environment: *both", more=text)

    assert [step.name for step in first_steps(jobs)] == ["run"] * 4
    assert all(plain(job.body.data)["environment"] == [{"run": "make"}] for job in jobs if job.body is not None)


def test_an_executor_is_shared_by_instances_that_give_it_the_same_arguments() -> None:
    executors = "executors: {e: {parameters: {tag: {type: integer}}, docker: [image: i:<< parameters.tag >>]}}"
    text = (
        f"version: 2.1\n{executors}\n"
        "jobs: {b: {parameters: {x: {type: integer}, y: {type: integer}}, steps: [checkout],\n"
        "  executor: {name: e, tag: << parameters.y >>}}}\n"
        "workflows: {w: {jobs: [b: {matrix: {parameters: {x: [1, 2], y: [3, 4]}}}]}}\n"
    )

    images = [job.body.data.get("docker") for job in compiled(text).workflows[0].jobs if job.body is not None]

    assert [plain(each)[0]["image"] for each in images if each is not None] == ["i:3", "i:4", "i:3", "i:4"]
    assert len({id(each) for each in images}) == 2


def test_an_executor_given_as_a_map_is_read_with_the_parameters_that_it_is_written_with() -> None:
    executors = "executors: {e: {parameters: {tag: {type: integer}}, docker: [image: i:<< parameters.tag >>]}}"
    text = (
        f"version: 2.1\n{executors}\n"
        "jobs: {b: {parameters: {x: {type: integer}, y: {type: integer}, on: {type: executor}}, steps: [checkout],\n"
        "  executor: << parameters.on >>}}\n"
        "workflows: {w: {jobs: [b: {on: {name: e, tag: << parameters.y >>},\n"
        "  matrix: {parameters: {x: [1, 2], y: [3, 4]}}}]}}\n"
    )

    images = [job.body.data.get("docker") for job in compiled(text).workflows[0].jobs if job.body is not None]

    assert [plain(each)[0]["image"] for each in images if each is not None] == ["i:3", "i:4", "i:3", "i:4"]


def test_calls_of_a_group_share_nothing() -> None:
    text = (
        "version: 2.1\nparameters: {p: {type: boolean, default: false}}\n"
        "jobs: {b: {parameters: {x: {type: integer}}, machine: true, steps: [missing]}}\n"
        "job-groups: {g: {jobs: [b: {matrix: {parameters: {x: [1, 2]}}}]}}\n"
        "workflows: {v: {when: << pipeline.parameters.p >>, jobs: [g]}, w: {jobs: [g]}}\n"
    )

    problems = compiled(text).problems

    assert [problem.message for problem in problems] == ["cannot find a definition for command named `missing`"] * 2
    assert [problem.severity for problem in problems] == [None, None]


@pytest.mark.parametrize(("instances", "kinds"), [(2, []), (60, ["too-large"])])
def test_what_instances_share_counts_against_the_bounds_for_each(instances: int, kinds: list[str]) -> None:
    values = ", ".join(map(str, range(instances)))
    text = (
        "version: 2.1\n"
        "jobs: {b: {parameters: {x: {type: integer}, s: {type: string}}, machine: true,\n"
        "  steps: [run: 'echo << parameters.s >>']}}\n"
        f"workflows: {{w: {{jobs: [b: {{s: {'a' * 200_000}, matrix: {{parameters: {{x: [{values}]}}}}}}]}}}}\n"
    )

    assert [problem.kind for problem in compiled(text).problems] == kinds
