"""What each kind of problem is said of, where, with which help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.compiler.compiling import compiled, faults

from wflint.compiler.problems import ABSENT, KINDS, SEVERITIES
from wflint.diagnostic import Severity

if TYPE_CHECKING:
    from wflint.diagnostic import Frame

JOB = "{machine: true, steps: [checkout]}"


def config(steps: str = "[checkout]", *, jobs: str = "[b]", more: str = "", when: str = "") -> str:
    return (
        "version: 2.1\nparameters: {deploy: {type: boolean, default: false}, on: {type: boolean, default: true}}\n"
        f"{more}\njobs:\n  b: {{machine: true, steps: {steps}}}\n  unused: {JOB}\nworkflows:\n  w:\n"
        f"    {when}\n    jobs: {jobs}\n"
    )


@pytest.mark.parametrize(
    ("text", "kind", "place", "help_text"),
    [
        (config(jobs="[unusde]"), "unknown-job", "unusde", "did you mean `unused`?"),
        (config("[chekout]"), "unknown-command", "chekout", "did you mean `checkout`?"),
        (config("[o/setup]"), "unknown-orb", "o/setup", None),
        (
            config("[o/setpu]", more="orbs: {o: {commands: {setup: {steps: [checkout]}}}}"),
            "unknown-orb-element",
            "o/setpu",
            "did you mean `setup`?",
        ),
        (config().replace("machine: true", "executor: box", 1), "unknown-executor", "box", None),
        (config('[run: "<< parameters.x >>"]'), "unknown-parameter", "parameters.x", "declare it under `parameters`"),
        (
            config('[run: "<< deploy >>"]'),
            "unknown-parameter",
            "deploy",
            "write `pipeline.parameters.deploy`",
        ),
        (
            config('[run: "<< pipeline.parameters.depoly >>"]'),
            "unknown-parameter",
            "pipeline.parameters.depoly",
            "did you mean `pipeline.parameters.deploy`?",
        ),
        (
            config('[run: "<< matrix.x >>"]'),
            "unknown-parameter",
            "matrix.x",
            None,
        ),
        (
            config('[run: "<< pipeline.git.brnach >>"]'),
            "unknown-pipeline-value",
            "pipeline.git.brnach",
            "did you mean `pipeline.git.branch`?",
        ),
        (config('[run: "cat <<END"]'), "template-syntax", "<<", None),
        (config('[run: "<< pipeline.git.branch > 1 >>"]'), "expression-type", "pipeline.git.branch", None),
        (config(when="when: deploy"), "condition-syntax", "deploy", None),
        (config(when="when: {equals: [1, 1]}"), "condition-syntax", "equals", "did you mean `equal`?"),
        (config(when="when: [1]"), "condition-syntax", "[1]", None),
        (
            config(when='when: << pipeline.git.branch >> == "main"'),
            "mixed-condition",
            '<< pipeline.git.branch >> == "main"',
            "write the whole comparison inside `<< >>`, or without `<< >>`",
        ),
        (config("[when: {condition: word, steps: [checkout]}]"), "bare-word-condition", "word", None),
        (config("[setup_remote_docker, setup_remote_docker]"), "remote-docker-twice", "setup_remote_docker", None),
        (config(jobs="[b: {override-with: c}]"), "override-without-job", "c", "write `orb/job`"),
    ],
)  # fmt: skip
def test_a_fault_is_said_at_its_word(text: str, kind: str, place: str, help_text: str | None) -> None:
    problem = next(problem for problem in compiled(text).problems if problem.kind == kind)

    assert problem.place.source.text[slice(*problem.place.span)] == place
    assert help_text is None or problem.help == help_text


def test_every_parameter_is_suggested_wherever_the_misspelling_stands() -> None:
    parameters = (
        "{one: {type: string, default: << parameters.tow >>}, two: {type: string, default: << parameters.one >>}}"
    )
    steps = "[run: echo << parameters.tow >>]"
    text = config(more=f"commands: {{c: {{parameters: {parameters}, steps: {steps}}}}}", steps="[c]")

    assert [problem.help for problem in compiled(text).problems] == [
        "declare it under `parameters`",
        "did you mean `parameters.two`?",
    ]


@pytest.mark.parametrize(
    ("when", "ending", "severity"),
    [
        ("", "", None),
        ("when: << pipeline.parameters.on >>", "", None),
        ("when: << pipeline.parameters.deploy >>", ", if pipeline parameter `deploy` is true", Severity.WARNING),
        ("unless: << pipeline.parameters.on >>", ", if pipeline parameter `on` is false", Severity.WARNING),
        (
            'when: pipeline.git.branch == "main"',
            ', if its condition holds (when `pipeline.git.branch == "main"`)',
            Severity.WARNING,
        ),
    ],
)
def test_what_counts_for_some_events_only_is_a_warning_that_names_them(
    when: str, ending: str, severity: Severity | None
) -> None:
    problems = compiled(config("[ghost]", when=when)).problems

    assert [(problem.message, problem.severity) for problem in problems] == [
        (f"cannot find a definition for command named `ghost`{ending}", severity)
    ]


def test_what_nothing_uses_is_a_warning_and_what_never_runs_too() -> None:
    text = config("[when: {condition: false, steps: [ghost]}]").replace(f"unused: {JOB}", "unused: {steps: [phantom]}")

    assert [(problem.message, problem.severity) for problem in compiled(text).problems] == [
        (
            "cannot find a definition for command named `ghost`, in steps whose condition never holds",
            Severity.WARNING,
        ),
        ("cannot find a definition for command named `phantom`, in a job that no workflow uses", Severity.WARNING),
    ]


def test_what_counts_always_is_not_said_again_for_some_events() -> None:
    text = config("[ghost]") + "  v:\n    when: << pipeline.parameters.deploy >>\n    jobs: [b]\n"

    assert [problem.severity for problem in compiled(text).problems] == [None]


def test_a_mistake_three_calls_deep_shows_the_chain() -> None:
    text = config("[one]", more="commands: {one: {steps: [two]}, two: {steps: [{run: << parameters.x >>}]}}")

    (problem,) = compiled(text).problems
    chain = []
    frame: Frame | None = problem.frame
    while frame is not None:
        chain.append((frame.kind, frame.name))
        frame = frame.parent

    assert faults(compiled(text)) == [("unknown-parameter", "parameters.x")]
    assert chain == [("command", "two"), ("command", "one"), ("job", "b"), ("workflow", "w")]


def test_equal_faults_of_matrix_instances_are_equal_problems() -> None:
    text = config("[ghost]", jobs="[b: {matrix: {parameters: {}}, name: x}, b: {matrix: {parameters: {v: [1, 2, 3]}}}]")

    found = [problem for problem in compiled(text).problems if problem.kind == "unknown-command"]

    assert len(found) == 3
    assert len({(problem.place, problem.message) for problem in found}) == 1


@pytest.mark.parametrize("kind", ["part", "other"])
def test_of_a_part_nothing_is_said_that_another_part_could_define(kind: str) -> None:
    from wflint.compiler.compile import compile_config
    from wflint.model.build import build
    from wflint.source import Source
    from wflint.syntax.parsing import parse

    found = compile_config(build(parse(Source(config("[ghost, run: '<< x']"))), kind))

    assert [problem.kind for problem in found.problems] == ["template-syntax"]


def test_every_kind_has_a_severity_and_what_argues_from_absence_is_a_kind() -> None:
    assert set(SEVERITIES) == set(KINDS)
    assert set(KINDS) >= ABSENT
