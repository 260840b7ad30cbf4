from __future__ import annotations

import pytest
from tests.compiler.compiling import compiled, config_of, faults

from wflint.compiler.compiled import Unknown
from wflint.compiler.logic import evaluate
from wflint.compiler.values import Values

KNOWN = Values(
    {
        "pipeline.git.branch": "main",
        "pipeline.git.tag": None,
        "pipeline.number": 7,
        "pipeline.parameters.flag": True,
        "pipeline.parameters.free": Unknown("boolean", ("pipeline.parameters.free",), (False, True)),
        "pipeline.trigger.type": Unknown("string", ("pipeline.trigger.type",)),
    }
)

CONDITIONS = [
    ("true", True),
    ("no", False),
    ("0", False),
    ("''", False),
    ("<< pipeline.parameters.flag >>", True),
    ("<< pipeline.git.tag >>", False),
    ("pipeline.git.branch", True),
    ('pipeline.git.branch == "dev"', False),
    ('pipeline.git.tag starts-with "v"', False),
    ("pipeline.trigger.type", None),
    ("pipeline.parameters.free", None),
    ("pipeline.parameters.free or pipeline.parameters.flag", True),
    ("{and: [true, << pipeline.parameters.flag >>]}", True),
    ("{and: [false, << pipeline.trigger.type >>]}", False),
    ("{and: [true, << pipeline.trigger.type >>]}", None),
    ("{or: [true, << pipeline.trigger.type >>]}", True),
    ("{or: ['', 0, null]}", False),
    ("{not: << pipeline.git.tag >>}", True),
    ("{not: << pipeline.trigger.type >>}", None),
    ("{equal: [main, << pipeline.git.branch >>]}", True),
    ("{equal: [7, << pipeline.number >>]}", True),
    ("{equal: ['7', << pipeline.number >>]}", False),
    ("{equal: [true, 1]}", False),
    ("{equal: [main, << pipeline.trigger.type >>]}", None),
    ("{equal: [a, b, << pipeline.trigger.type >>]}", False),
    ("{equal: [x, << pipeline.parameters.free >>]}", False),
    ("{equal: [[1], [1]]}", True),
    ("{equal: [{a: 1}, {a: 2}]}", False),
    # A value that is only deprecated still decides.
    ("{and: [false, << pipeline.trigger_source >>]}", False),
    ("pipeline.parameters.flag or pipeline.trigger_source", True),
    ("{matches: {pattern: '^ma.n$', value: << pipeline.git.branch >>}}", True),
    ("{matches: {pattern: 'a', value: << pipeline.git.branch >>}}", False),
    ("{matches: {pattern: 'a', value: << pipeline.trigger.type >>}}", None),
]


@pytest.mark.parametrize(("condition", "holds"), CONDITIONS)
def test_a_workflow_condition_is_true_false_or_unknown(condition: str, holds: bool | None) -> None:
    workflow = config_of(f"version: 2.1\nworkflows:\n  w:\n    when: {condition}\n    jobs: []\n").workflows["w"]
    assert workflow.when is not None

    assert evaluate(workflow.when, KNOWN) is holds


@pytest.mark.parametrize("condition", ["deploy", "'yes'", "{and: []}", "[1]", "{nope: 1}", "pipeline.x ==", "{}"])
def test_what_is_no_condition_is_unknown(condition: str) -> None:
    workflow = config_of(f"version: 2.1\nworkflows:\n  w:\n    when: {condition}\n    jobs: []\n").workflows["w"]
    assert workflow.when is not None

    assert evaluate(workflow.when, KNOWN) is None


@pytest.mark.parametrize(
    ("condition", "fault"),
    [
        ("{and: true}", ("condition-syntax", "true")),
        ("{matches: {pattern: x}}", ("condition-syntax", "matches")),
        ("{matches: x}", ("condition-syntax", "x")),
        ("{matches: {pattern: x, value: << pipeline.git.branch >>, other: 1}}", None),
        ("{matches: {pattern: '(?=x).*', value: << pipeline.git.branch >>}}", None),
        ("{matches: {pattern: '(x', value: << pipeline.git.branch >>}}", ("condition-syntax", "'(x'")),
        ("{matches: {pattern: x, value: << pipeline.number >>}}", ("expression-type", "<< pipeline.number >>")),
        ("{matches: {pattern: x, value: 1}}", ("expression-type", "1")),
        ("{and: [true], or: [true]}", ("condition-syntax", "or")),
        ("{not: {or: []}}", ("condition-syntax", "[]")),
        ("parameters.x", ("condition-syntax", "parameters.x")),
    ],
)
def test_the_fault_of_a_condition_is_said_at_its_place(condition: str, fault: tuple[str, str] | None) -> None:
    jobs = "jobs: {j: {machine: true, steps: []}}"
    text = f"version: 2.1\n{jobs}\nworkflows:\n  w:\n    when: {condition}\n    jobs: [j]\n"

    assert faults(compiled(text)) == ([] if fault is None else [fault])


STEPS = """
version: 2.1
parameters: {{on: {{type: boolean, default: true}}, kind: {{type: enum, enum: [a, b], default: a}}}}
jobs:
  j:
    parameters: {{p: {{type: string, default: ""}}, list: {{type: steps, default: []}}}}
    machine: true
    steps:
      - when: {{condition: {condition}, steps: [checkout]}}
workflows: {{w: {{jobs: [j: {{{arguments}}}]}}}}
"""


@pytest.mark.parametrize(
    ("condition", "arguments", "outcome"),
    [
        ("<< parameters.p >>", "", "absent"),
        ("<< parameters.p >>", "p: x", "present"),
        ("<< parameters.p >>", "p: 'false'", "present"),
        ("<< parameters.list >>", "", "absent"),
        ("<< parameters.list >>", "list: [checkout]", "present"),
        ('parameters.p starts-with "r"', "p: release", "present"),
        ('parameters.p starts-with "r"', "p: other", "absent"),
        ("{equal: [x, << parameters.p >>]}", "p: x", "present"),
        ("12", "", "present"),
        ("<< pipeline.parameters.on >>", "", "guarded, on by default"),
        ("{not: << pipeline.parameters.on >>}", "", "guarded, off by default"),
        ("<< parameters.p >>", "p: << pipeline.parameters.kind >>", "present"),
        ("{equal: [b, << parameters.p >>]}", "p: << pipeline.parameters.kind >>", "guarded, off by default"),
        ("<< pipeline.git.branch >>", "", "guarded"),
    ],
)
def test_a_step_is_there_or_not_or_guarded(condition: str, arguments: str, outcome: str) -> None:
    body = compiled(STEPS.format(condition=condition, arguments=arguments)).workflows[0].jobs[0].body
    assert body is not None

    if not body.steps:
        assert outcome == "absent"
        return
    (step,) = body.steps
    words = {True: ", on by default", False: ", off by default", None: ""}
    found = "present" if not step.guards else f"guarded{words[step.guards[0].at_defaults]}"
    assert found == outcome


def test_a_guard_says_what_it_reads() -> None:
    body = (
        compiled(
            STEPS.format(condition="{and: [<< pipeline.git.branch >>, << pipeline.parameters.on >>]}", arguments="")
        )
        .workflows[0]
        .jobs[0]
        .body
    )
    assert body is not None

    assert body.steps[0].guards[0].reads == {"pipeline.git.branch", "pipeline.parameters.on"}
