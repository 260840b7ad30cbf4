from __future__ import annotations

from tests.compiler.compiling import compiled

from wflint.compiler.compiled import CompiledMapping

TEXT = """\
version: 2.1
jobs:
  a:
    machine: true
    parameters: {v: {type: string}}
    steps: [checkout, run: make, run: make << parameters.v >>]
  b: {machine: true, steps: [checkout]}
workflows:
  w: {jobs: [b, a: {matrix: {parameters: {v: [x, y]}}}]}
"""


def found(name: str) -> list[tuple[str | None, list[str]]]:
    """What runs in each step of a name, and in which jobs."""
    steps = compiled(TEXT).workflows[0].steps(name)
    bodies = [step.body.text("command") if isinstance(step.body, CompiledMapping) else None for step, _ in steps]
    return list(zip(bodies, [[job.name for job in jobs] for _, jobs in steps], strict=True))


def test_steps_of_a_name_come_with_the_jobs_that_have_them() -> None:
    assert found("run") == [("make", ["a-x", "a-y"]), ("make x", ["a-x"]), ("make y", ["a-y"])]


def test_equal_steps_of_two_jobs_are_two_steps() -> None:
    assert found("checkout") == [(None, ["b"]), (None, ["a-x", "a-y"])]


def test_there_are_no_steps_of_an_unused_name() -> None:
    assert found("store_artifacts") == []
