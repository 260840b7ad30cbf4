from __future__ import annotations

import pytest
from tests.compiler.compiling import compiled, faults

from wflint.compiler.compiled import CompiledMapping

BASE = """
version: 2.1
parameters:
  flag: {{type: boolean, default: false}}
  word: {{type: string, default: x}}
  kind: {{type: enum, enum: [dev, prod], default: dev}}
executors: {{box: {{machine: true}}}}
commands:
  c:
    parameters:
      p: {parameter}
    steps: [checkout]
jobs:
  b: {{machine: true, steps: [{call}]}}
workflows: {{w: {{jobs: [b]}}}}
"""


def found(parameter: str, call: str) -> list[tuple[str, str]]:
    return faults(compiled(BASE.format(parameter=parameter, call=call)))


@pytest.mark.parametrize(
    ("parameter", "argument"),
    [
        ("{type: string}", "x"),
        ("{type: string}", "'12'"),
        ("{type: string}", "''"),
        ("{type: string}", "<< pipeline.parameters.kind >>"),
        ("{type: string}", "'n<< pipeline.number >>'"),
        ("{type: string}", "<< pipeline.nonsense >>"),
        ("{type: boolean}", "yes"),
        ("{type: boolean}", "Off"),
        ("{type: boolean}", "<< pipeline.parameters.flag >>"),
        ("{type: integer}", "12"),
        ("{type: integer}", "<< pipeline.number >>"),
        ("{type: enum, enum: [a, b]}", "b"),
        ("{type: enum, enum: ['1', '2']}", "1"),
        ("{type: enum, enum: [a, b]}", "<< pipeline.parameters.word >>"),
        ("{type: executor}", "box"),
        ("{type: executor}", "{name: box}"),
        ("{type: steps}", "[checkout]"),
        ("{type: steps}", "[]"),
        ("{type: env_var_name}", "TOKEN_1"),
        ("{type: env_var_name}", "<< pipeline.parameters.word >>"),
    ],
)
def test_these_arguments_fit(parameter: str, argument: str) -> None:
    assert [fault for fault in found(parameter, f"c: {{p: {argument}}}") if fault[0] != "unknown-pipeline-value"] == []


@pytest.mark.parametrize(
    ("parameter", "argument", "kind"),
    [
        ("{type: string}", "12", "argument-type"),
        ("{type: string}", "true", "argument-type"),
        ("{type: string}", "[x]", "argument-type"),
        ("{type: string}", "<< pipeline.parameters.flag >>", "argument-type"),
        ("{type: boolean}", "'true'", "argument-type"),
        ("{type: boolean}", "<< pipeline.parameters.word >>", "argument-type"),
        ("{type: integer}", "'1'", "argument-type"),
        ("{type: integer}", "true", "argument-type"),
        ("{type: enum, enum: [a, b]}", "c", "enum-value"),
        ("{type: executor}", "[x]", "argument-type"),
        ("{type: steps}", "checkout", "argument-type"),
        ("{type: env_var_name}", "'${TOKEN}'", "argument-type"),
    ],
)
def test_these_arguments_do_not_fit_and_are_shown_where_they_are_written(
    parameter: str, argument: str, kind: str
) -> None:
    shown = argument.strip("'") if argument.startswith("'") else argument
    place = argument if argument.startswith("'") else shown

    assert found(parameter, f"c: {{p: {argument}}}") == [(kind, place)]


@pytest.mark.parametrize(
    ("parameter", "place"),
    [
        ("{type: string, default: 1}", "1"),
        ("{type: boolean, default: 'true'}", "'true'"),
        ("{type: enum, enum: [a], default: b}", "b"),
        ("{type: integer, default: x}", "x"),
    ],
)
def test_a_default_has_to_fit_even_if_nobody_uses_it(parameter: str, place: str) -> None:
    assert found(parameter, "checkout") == [("parameter-default", place)]


def test_arguments_may_be_missing_or_surplus() -> None:
    assert found("{type: string}", "c") == [("missing-argument", "c")]
    assert found("{type: string}", "c: {p: x, q: y}") == [("unexpected-argument", "q")]
    assert found("{type: string, default: x}", "c") == []
    assert found("{type: string}", "c: {p: }") == [("missing-argument", "c")]


def test_a_missing_argument_does_not_make_more_of_what_depends_on_it() -> None:
    text = BASE.format(parameter="{type: steps}", call="c").replace(
        "steps: [checkout]", "steps: [{steps: << parameters.p >>}]"
    )

    assert faults(compiled(text)) == [("missing-argument", "c")]


@pytest.mark.parametrize(
    ("name", "severity"), [("name", None), ("pre-steps", None), ("matrix", 2), ("serial-group", 2)]
)
def test_names_of_invocation_keys_are_no_parameters_of_jobs(name: str, severity: int | None) -> None:
    text = f"""
version: 2.1
jobs:
  b: {{parameters: {{{name}: {{type: string, default: x}}}}, machine: true, steps: [checkout]}}
workflows: {{w: {{jobs: [b]}}}}
"""

    problems = compiled(text).problems

    assert [(problem.kind, problem.severity) for problem in problems] == [("reserved-parameter-name", severity)]


def test_a_default_may_read_other_parameters_whatever_their_order() -> None:
    text = """
version: 2.1
commands:
  c:
    parameters: {p: {type: string, default: "<< parameters.q >>!"}, q: {type: string, default: x}}
    steps: [run: << parameters.p >>]
jobs: {b: {machine: true, steps: [c, c: {q: y}]}}
workflows: {w: {jobs: [b]}}
"""
    body = compiled(text).workflows[0].jobs[0].body
    assert body is not None

    commands = [step.body.text("command") for step in body.steps if isinstance(step.body, CompiledMapping)]
    assert commands == ["x!", "y!"]


@pytest.mark.parametrize(
    "default",
    [
        "{type: steps, default: [{run: echo << parameters.x >>}]}",
        "{type: executor, default: {name: box, t: << parameters.x >>}}",
    ],
)
def test_a_default_that_is_a_list_or_map_may_read_other_parameters(default: str) -> None:
    text = """
    version: 2.1
    executors: {box: {parameters: {t: {type: string}}, docker: [{image: "cimg/base:<< parameters.t >>"}]}}
    jobs: {b: {parameters: {x: {type: string}, p: %s}, docker: [{image: a}], steps: [checkout]}}
    workflows: {w: {jobs: [{b: {x: "1"}}]}}
    """
    assert faults(compiled(text % default)) == []
