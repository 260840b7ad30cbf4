from __future__ import annotations

import pytest
from tests.compiler.compiling import config_of, faults

from wflint.compiler.compile import compile_config
from wflint.compiler.emit import head_comments, to_data
from wflint.compiler.values import process_values
from wflint.source import Source

TOOLS = """
version: 2.1
orbs: {base: acme/base@1.0.0}
executors: {default: {docker: [{image: cimg/base:2024.01}]}}
commands:
  setup: {steps: [base/install, run: "tools in << pipeline.project.type >>"]}
  leak: {steps: [run: << pipeline.parameters.x >>]}
jobs:
  lint:
    parameters: {on: {type: executor, default: default}}
    executor: << parameters.on >>
    steps: [setup]
"""
BASE = "version: 2.1\ncommands: {install: {steps: [run: install]}}\n"
ORBS = {"acme/tools@1": Source(TOOLS, "acme/tools@1.4.2"), "acme/base@1.0.0": Source(BASE, "acme/base@1.0.0")}


def config(steps: str, orb: str = "acme/tools@1") -> str:
    return (
        f"version: 2.1\nparameters: {{x: {{type: string, default: '1'}}}}\norbs: {{tools: {orb}}}\n"
        f"jobs: {{j: {{machine: true, steps: [{steps}]}}}}\nworkflows: {{w: {{jobs: [j, tools/lint]}}}}\n"
    )


def test_jobs_and_commands_of_orbs_and_their_imports_are_inlined() -> None:
    model = config_of(config("tools/setup"))
    found = compile_config(model, process_values(model, {}, {}), ORBS.get)

    steps = [{"run": {"command": "install"}}, {"run": {"command": "tools in github"}}]
    assert to_data(found)["jobs"] == {
        "j": {"machine": True, "steps": steps},
        "tools/lint": {"docker": [{"image": "cimg/base:2024.01"}], "steps": steps},
    }
    assert head_comments(found) == "# Orb 'acme/tools@1' resolved to 'acme/tools@1.4.2'\n"
    assert faults(found) == []


def test_a_reference_may_hold_a_pipeline_parameter() -> None:
    model = config_of(config("tools/setup", "'acme/tools@<< pipeline.parameters.x >>'"))

    assert compile_config(model, process_values(model, {}, {}), ORBS.get).missing_orbs == ()
    assert [orb.value for orb in compile_config(model, None, ORBS.get).missing_orbs] == [
        "acme/tools@<< pipeline.parameters.x >>"
    ]


def test_pipeline_parameters_are_not_visible_inside_an_orb() -> None:
    found = compile_config(config_of(config("tools/leak")), None, ORBS.get)

    assert faults(found) == [("unknown-parameter", "pipeline.parameters.x")]
    assert found.problems[0].place.source is ORBS["acme/tools@1"]


@pytest.mark.parametrize(
    ("steps", "fault"),
    [
        ("tools/stup", ("unknown-orb-element", "tools/stup")),
        ("tool/setup", ("unknown-orb", "tool/setup")),
        ("tools/setup: {x: y}", ("unexpected-argument", "x")),
    ],
)
def test_what_an_orb_lacks_is_said_where_it_is_used(steps: str, fault: tuple[str, str]) -> None:
    assert faults(compile_config(config_of(config(steps)), None, ORBS.get)) == [fault]


def test_an_orb_that_is_not_at_hand_makes_what_uses_it_opaque_and_is_no_problem() -> None:
    found = compile_config(config_of(config("tools/anything: {a: b}, checkout")))
    own, lint = found.workflows[0].jobs

    assert faults(found) == []
    assert [orb.value for orb in found.missing_orbs] == ["acme/tools@1"]
    assert not found.is_complete
    assert own.body is not None
    assert [(step.name, step.is_opaque) for step in own.body.steps] == [("tools/anything", True), ("checkout", False)]
    assert not own.body.is_complete
    assert lint.is_opaque
    assert lint.body is None


def test_an_orb_that_nothing_uses_is_not_missed() -> None:
    text = "version: 2.1\norbs: {tools: acme/tools@1}\njobs: {build: {machine: true, steps: [checkout]}}\n"

    assert compile_config(config_of(text)).missing_orbs == ()
