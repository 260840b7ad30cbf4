from __future__ import annotations

import pytest
from tests.rules.findings import findings, in_workflow

P_OF_BUILD = "2: parameter `p` of job `build`"
BODY = "machine: {image: ubuntu-2404:current}, steps: [checkout]"


def test_jobs_of_a_workflow_whose_entries_are_not_understood_may_be_in_it() -> None:
    assert in_workflow("unused-job", "[a, [b], m, n]") == []


def test_an_invocation_by_a_template_may_be_any_job() -> None:
    assert in_workflow("unused-job", "[<< pipeline.parameters.name >>]") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"version: 2.1\njobs:\n  test: {{{BODY}}}\n", []),
        (
            f"version: 2.1\njobs:\n  a: {{{BODY}}}\nworkflows:\n  w: {{jobs: []}}\n",
            ["3: job `a` is in no workflow, so it never runs"],
        ),
        (f"version: 2.1\njobs:\n  a: {{{BODY}}}\n  b: a\nworkflows:\n  w: {{jobs: [b]}}\n", []),
        (
            f"version: 2.1\njobs:\n  a: &a {{{BODY}}}\nworkflows:\n  w: {{jobs: []}}\n",
            ["3: job `a` is in no workflow, so it never runs"],
        ),
    ],
)
def test_a_job_is_used_by_a_workflow_another_job_or_as_a_template(text: str, found: list[str]) -> None:
    assert findings("unused-job", text) == found


@pytest.mark.parametrize(
    ("step", "found"),
    [
        ("greet", []),
        ("{greet: {}}", []),
        ("{when: {condition: true, steps: [greet]}}", []),
        ("{other: {after: [greet]}}", []),
        ("{run: greet}", ["2: command `greet` is called by no step"]),
        ("{other: {what: greet}}", ["2: command `greet` is called by no step"]),
        ("{<< parameters.which >>: {what: greet}}", []),
    ],
)
def test_a_command_is_used_where_a_step_may_stand(step: str, found: list[str]) -> None:
    text = f"version: 2.1\ncommands: {{greet: {{steps: [checkout]}}}}\njobs:\n  build: {{steps: [{step}]}}\n"

    assert findings("unused-command", text) == found


@pytest.mark.parametrize(
    ("job", "found"),
    [
        ("{executor: one}", []),
        ("{executor: {name: one}}", []),
        ("{parameters: {e: {type: executor, default: one}}, executor: << parameters.e >>}", []),
        ("{executor: << pipeline.parameters.e >>}", []),
        ("{executor: o<< parameters.rest >>}", []),
        ("{executor: x<< parameters.rest >>}", ["2: executor `one` is used by no job"]),
        ("{environment: {X: << pipeline.parameters.e >>}}", ["2: executor `one` is used by no job"]),
        ("{executor: two}", ["2: executor `one` is used by no job"]),
    ],
)
def test_an_executor_is_used_where_its_name_or_a_template_for_it_stands(job: str, found: list[str]) -> None:
    text = f"version: 2.1\nexecutors: {{one: {{machine: true}}}}\njobs:\n  build: {job}\n"

    assert findings("unused-executor", text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("jobs: {build: {steps: [node/install]}}", []),
        ("jobs: {build: {steps: [{node/install: {}}]}}", []),
        ("jobs: {build: {executor: {name: node/default}}}", []),
        ("workflows: {w: {jobs: [node/test]}}", []),
        ("workflows: {w: {jobs: [{build: {override-with: node/test}}]}}", []),
        ("jobs: {build: {steps: [<< parameters.orb >>/install]}}", []),
        ("jobs: {build: {steps: [{run: node}]}}", ["2: orb `node` is imported, but nothing of it is used"]),
    ],
)
def test_an_orb_is_used_by_its_elements(text: str, found: list[str]) -> None:
    assert findings("unused-orb", f"version: 2.1\norbs: {{node: circleci/node@7}}\n{text}\n") == found


@pytest.mark.parametrize(
    ("job", "found"),
    [
        ("{parameters: {p: {type: string}}, steps: [{run: << parameters.p >>}]}", []),
        ("{parameters: {p: {type: string}}, steps: [{run: <<parameters.p-q>>}]}", [P_OF_BUILD]),
        ("{parameters: {p: {type: string}}, steps: [{when: {condition: parameters.p, steps: []}}]}", []),
        ("{parameters: {p: {type: string}}, steps: *steps}", []),
        (f"{{parameters: {{p: {{type: string}}}}, steps: [{{run: parameters.p{'.p' * 200_000}}}]}}", []),
        (f"{{parameters: {{p: {{type: string}}}}, steps: [{{run: parameters.q{'.p' * 200_000}}}]}}", [P_OF_BUILD]),
        ("{parameters: {p: {type: string}}, steps: [checkout]}", [P_OF_BUILD]),
    ],
)
def test_a_parameter_is_read_in_its_element_or_through_an_alias(job: str, found: list[str]) -> None:
    text = f"version: 2.1\njobs: {{build: {job}}}\n"
    with_alias = f"x: &steps [{{run: << parameters.p >>}}]\n{text}" if "*steps" in job else text

    assert findings("unused-parameter", with_alias) == [f"{place} is read by nothing" for place in found]


def test_pipeline_parameters_of_a_continuation_belong_to_its_setup() -> None:
    text = "version: 2.1\nsetup: true\nparameters: {p: {type: string, default: x}}\n"

    assert findings("unused-parameter", text) == []
