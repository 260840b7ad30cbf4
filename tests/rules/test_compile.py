"""What the compiler finds reaches the user: by a rule of its name, once, at its own place, and silenced anywhere."""

from __future__ import annotations

import pytest
from tests.rules.findings import findings, in_workflow

from wflint.compiler.problems import KINDS, SEVERITIES
from wflint.engine.packs import load_packs
from wflint.engine.pages import family

OWN = {
    "constant-condition", "continuation-mismatch", "function-name-clash", "invalid-function-step",
    "ip-ranges-conflict", "missing-remote-docker", "nothing-to-run", "remote-docker-on-machine", "schedule-in-setup",
    "shared-serial-group",
}  # fmt: skip
"""Rules of the family that look for themselves."""

ELSEWHERE = {"unknown-job"}
"""Kinds whose rule belongs to another family."""

CHAIN = """\
version: 2.1
commands:
  outer: {steps: [inner]}
  inner:
    steps:
      - checkuot
jobs:
  build:
    docker: [{image: cimg/base:2024.01}]
    steps:
      - outer
workflows:
  w:
    jobs:
      - build
"""

MATRIX = """\
version: 2.1
jobs:
  build:
    parameters: {v: {type: integer}}
    docker: [{image: cimg/base:2024.01}]
    steps:
      - run: echo << parameters.vv >>
workflows:
  w:
    jobs:
      - build: {matrix: {parameters: {v: [1, 2, 3, 4]}}}
"""


def test_every_kind_of_problem_has_a_rule_of_its_name_and_severity() -> None:
    rules = {rule.name: rule for pack in load_packs() for rule in pack.rules}
    relayed = {name for name, rule in rules.items() if family(rule) == "compile"} - OWN

    assert relayed | ELSEWHERE == set(KINDS)
    assert {kind: rules[kind].severity for kind in KINDS} == SEVERITIES


def test_a_mistake_three_calls_deep_is_reported_at_its_own_line_with_the_chain() -> None:
    assert findings("unknown-command", CHAIN) == ["6: cannot find a definition for command named `checkuot` @3 @11 @15"]


@pytest.mark.parametrize("line", [3, 6, 11, 15])
def test_a_suppression_works_at_the_place_and_at_any_call_of_the_chain(line: int) -> None:
    lines = CHAIN.splitlines()
    lines[line - 1] += "  # wflint: ignore[unknown-command] known"

    assert findings("unknown-command", "\n".join(lines)) == []


def test_a_suppression_beside_the_chain_changes_nothing() -> None:
    lines = CHAIN.splitlines()
    lines[8] += "  # wflint: ignore[unknown-command] known"

    assert len(findings("unknown-command", "\n".join(lines))) == 1


def test_equal_faults_of_many_instances_are_one_diagnostic() -> None:
    assert findings("unknown-parameter", MATRIX) == [
        "7: `parameters.vv` is not declared in job `build` @11 @11",
    ]


def test_a_fault_of_several_places_is_one_diagnostic_each() -> None:
    text = MATRIX.replace("      - run: echo << parameters.vv >>\n", "      - run: << parameters.vv >>\n" * 2)

    assert [found.partition(":")[0] for found in findings("unknown-parameter", text)] == ["7", "8"]


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("bare-word-condition", "when: {condition: << parameters.v >>, steps: [checkout]}"),
        ("unknown-command", "{nonsense: x, run: echo}"),
    ],
)
def test_what_a_parameter_gives_or_shape_reports_is_not_said(rule: str, text: str) -> None:
    body = (
        "version: 2.1\njobs:\n  a:\n    parameters: {v: {type: string}}\n    docker: [{image: cimg/base:2024.01}]\n"
        f"    steps:\n      - {text}\nworkflows: {{w: {{jobs: [a: {{v: deploy}}]}}}}\n"
    )

    assert findings(rule, body) == []


@pytest.mark.parametrize(
    ("section", "definitions", "found"),
    [
        ("executors", "{a: b, b: {docker: [{image: 'a:1'}]}}", []),
        ("executors", "{a: b, b: orb/x}", ["unknown-orb: 2"]),
        ("executors", "{a: inline/x}", []),
        ("executors", "{a: inline/y}", ["unknown-orb-element: 2"]),
        ("executors", "{a: other/y}", []),
        ("executors", "{a: << pipeline.parameters.x >>}", []),
        ("executors", "{a: a}", ["recursion: 2"]),
        ("executors", "{a: b, b: c, c: b}", ["recursion: 2"]),
        ("executors", "{a: }", []),
    ],
)
def test_a_definition_that_stands_for_another_leads_somewhere(section: str, definitions: str, found: list[str]) -> None:
    text = (
        f"version: 2.1\n{section}: {definitions}\n"
        "orbs: {inline: {executors: {x: {docker: [{image: 'a:1'}]}}}, other: a/b@1}\n"
        "jobs: {build: {executor: a, steps: [checkout]}}\n"
    )
    rules = ("unknown-executor", "unknown-orb", "unknown-orb-element", "recursion", "executor-missing")

    assert [f"{rule}: {each.partition(':')[0]}" for rule in rules for each in findings(rule, text)] == found


@pytest.mark.parametrize(
    ("definitions", "found"),
    [
        (
            "{a: nowhere}",
            ["2: cannot find a definition for command named `nowhere`, in a command that no workflow uses"],
        ),
        ("{a: b, b: a}", []),
    ],
)
def test_what_nothing_uses_is_at_most_a_warning(definitions: str, found: list[str]) -> None:
    text = f"version: 2.1\ncommands: {definitions}\njobs: {{build: {{machine: true, steps: [checkout]}}}}\n"

    assert findings("unknown-command", text) == found


def test_a_job_may_stand_for_another() -> None:
    text = "version: 2.1\njobs: {a: b, b: c}\nworkflows: {w: {jobs: [a]}}\n"

    assert findings("unknown-job", text) == ["2: cannot find a definition for job named `c` @3"]


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("pipeline.parameters.on", []),
        ("pipeline.parameters.on or not pipeline.parameters.on", ["true"]),
        ("{equal: [c, << pipeline.parameters.stage >>]}", ["false"]),
        ("{equal: ['true', << pipeline.parameters.on >>]}", []),
        ("{equal: [1, << pipeline.parameters.stage >>]}", []),
        ("{equal: [main, << pipeline.git.branch >>]}", []),
        ("{or: [{equal: [c, << pipeline.parameters.stage >>]}, << pipeline.parameters.on >>]}", []),
        ("{not: {equal: [c, << pipeline.parameters.stage >>]}}", ["true"]),
        ("{matches: {pattern: '[ab]', value: << pipeline.parameters.stage >>}}", ["true"]),
        ("<< pipeline.parameters.free >>", []),
        ("pipeline.git.branch =", []),
        ("pipeline.parameters.nowhere == 'x'", []),
        ("true", ["true"]),
    ],
)
def test_a_condition_is_constant_if_no_value_changes_it(condition: str, found: list[str]) -> None:
    text = (
        "version: 2.1\nparameters:\n  on: {type: boolean, default: true}\n  free: {type: string, default: ''}\n"
        "  stage: {type: enum, enum: [a, b], default: a}\n"
        "jobs: {build: {machine: {image: ubuntu-2404:current}, steps: [checkout]}}\n"
        f"workflows:\n  w:\n    when: {condition}\n    jobs: [build]\n"
    )

    assert [each.partition(" always ")[2].partition(",")[0] for each in findings("constant-condition", text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("version: 2.1\njobs: {build: {machine: true, steps: [checkout]}}\n", 0),
        ("version: 2.1\njobs: {test: {machine: true, steps: [checkout]}}\n", 1),
        ("version: 2\njobs: {test: {machine: true, steps: [checkout]}}\n", 1),
        ("version: 2\njobs: {test: {machine: true, steps: [checkout]}}\nworkflows: {version: 2}\n", 1),
        ("version: 2.1\nworkflow: {w: {jobs: [test]}}\njobs: {test: {machine: true, steps: [checkout]}}\n", 0),
        ("jobs: {test: {machine: true, steps: [checkout]}}\n", 0),
        ("# wflint: kind=continuation\nversion: 2.1\njobs: {test: {machine: true, steps: []}}\n", 0),
    ],
)
def test_a_whole_config_has_something_to_run(text: str, found: int) -> None:
    assert len(findings("nothing-to-run", text)) == found


def test_the_same_group_may_be_invoked_again_under_another_name() -> None:
    before = "job-groups: {g: {jobs: [x: {type: approval}]}}\n"

    assert findings("group-duplicate", f"version: 2.1\n{before}workflows: {{w: {{jobs: [g, g: {{name: h}}]}}}}\n") == []
    assert len(findings("group-duplicate", f"version: 2.1\n{before}workflows: {{w: {{jobs: [g, g]}}}}\n")) == 1


def test_instances_that_differ_in_their_names_do_not_collide() -> None:
    entry = "m: {name: x-<< matrix.v >>, matrix: {parameters: {v: [1, 2]}}}"

    assert in_workflow("matrix-collision", f"[{entry}]") == []


@pytest.mark.parametrize(
    ("step", "found"),
    [
        ("tool", 0),
        ("tool/build", 0),
        ("{tool/build: {with: {a: b}}}", 0),
        ("{when: {condition: true, steps: [tool]}}", 0),
        ("<< pipeline.parameters.step >>", 0),
        ("{run: tool}", 1),
        ("toolbox", 1),
    ],
)
def test_a_function_is_used_where_a_step_runs_it_or_its_command(step: str, found: int) -> None:
    text = f"version: 2.1\nfunctions: {{tool: a.io/b/c@v1.2.3}}\njobs: {{build: {{steps: [{step}]}}}}\n"

    assert len(findings("unused-function", text)) == found
