from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pipeline.planning import JOB, config_of, workflow_text

from wflint.compiler.compile import compile_config
from wflint.pipeline.events import Event
from wflint.pipeline.plan import plan
from wflint.pipeline.reach import Reach, WorkflowReach

if TYPE_CHECKING:
    from pathlib import Path


def reach(text: str) -> WorkflowReach:
    """The reach of the first workflow of a config."""
    return Reach(compile_config(config_of(text))).workflows[0]


def flow_reach(entries: str, extra: str = "") -> WorkflowReach:
    return reach(workflow_text(entries, extra=extra))


def reached(found: WorkflowReach, name: str) -> list[str]:
    """The events for which a job runs, in words."""
    position = [job.name for job in found.workflow.jobs].index(name)
    return [event.words for cell, event in enumerate(found.cells) if found.runs(cell, position) == "yes"]


def test_without_filters_one_branch_and_one_tag_stand_for_all() -> None:
    found = flow_reach("[a]")

    assert [event.words for event in found.cells] == ["push to branch `main`", "push of tag `v1.0.0`"]
    assert found.is_complete
    assert reached(found, "a") == ["push to branch `main`"]


def test_each_class_of_names_has_a_witness() -> None:
    found = flow_reach(
        "[a: {filters: {branches: {only: [dev, /release\\/.*/]}}},"
        " b: {filters: {branches: {ignore: /.*-wip/}, tags: {only: /v.*/}}}]"
    )

    assert [event.branch for event in found.cells if event.branch] == [
        "dev",
        "main",
        "x-wip",
        "release/-wip",
    ]
    assert [event.tag for event in found.cells if event.tag] == ["v1.0.0", "1.0.0"]
    assert reached(found, "a") == [
        "push to branch `dev`",
        "push to branch `release/-wip`",
    ]


def test_requirements_decide_with_the_filters() -> None:
    found = flow_reach(
        "[a, b: {requires: [a], filters: {tags: {only: /v.*/}, branches: {ignore: /.*/}}},"
        " c: {filters: {branches: {only: x}}}, d: {requires: [c]}]"
    )

    assert reached(found, "b") == []
    assert reached(found, "d") == ["push to branch `x`"]


def test_an_expression_divides_names_as_a_filter_does() -> None:
    entries = '[a: {filters: \'pipeline.git.branch == "main" or pipeline.git.tag starts-with "v"\'}]'
    found = flow_reach(entries)

    assert reached(found, "a") == ["push to branch `main`", "push of tag `v1.0.0`"]
    assert found.is_complete


def test_parameters_are_tried_where_an_event_can_pass_them() -> None:
    text = workflow_text("[a]", extra="when: << pipeline.parameters.deploy >>")
    text += "parameters: {deploy: {type: boolean, default: false}}\n"
    found = reach(text)

    assert [(event.kind, event.parameters) for event in found.cells if event.branch] == [
        ("push", ()),
        ("api", (("deploy", False),)),
        ("api", (("deploy", True),)),
    ]
    assert reached(found, "a") == ["API call on branch `main`"]


def test_a_number_that_is_a_condition_is_tried_as_zero_and_as_another() -> None:
    text = workflow_text("[a]", extra="when: pipeline.parameters.times and pipeline.parameters.times < 1")
    found = reach(text + "parameters: {times: {type: integer, default: 0}}\n")

    assert reached(found, "a") == ["API call on branch `main`"]
    assert found.is_complete


def test_texts_are_compared_with_what_conditions_name() -> None:
    text = workflow_text("[a]", extra='when: pipeline.parameters.action == "deploy"')
    text += "parameters: {action: {type: string, default: none}}\n"
    found = reach(text)

    assert {event.parameters for event in found.cells if event.kind == "api"} == {
        (("action", "none"),),
        (("action", "deploy"),),
        (("action", ""),),
        (("action", "x"),),
    }
    assert found.is_complete


def test_kinds_of_events_are_tried_if_a_condition_asks_for_them() -> None:
    found = flow_reach("[a]", extra='when: pipeline.event.name == "pull_request" and pipeline.event.action == "opened"')

    assert reached(found, "a") == ["pull request on branch `main`"]
    assert {event.kind for event in found.cells} == {"push", "pull_request", "schedule", "api", "webhook"}


def test_a_scheduled_workflow_is_tried_for_schedules_only() -> None:
    schedule = "triggers: [{schedule: {cron: 0 0 * * *, filters: {branches: {only: [main, dev]}}}}]"
    found = flow_reach("[a: {filters: {branches: {ignore: dev}}}]", extra=schedule)

    assert {event.kind for event in found.cells} == {"schedule"}
    assert reached(found, "a") == ["schedule on branch `main`"]


@pytest.mark.parametrize(
    ("entries", "extra"),
    [
        ("[a: {filters: {branches: {only: '/(?P<n>a)/'}}}]", ""),
        ("[a: {filters: pipeline.git.branch == pipeline.project.type}]", ""),
        ("[a]", "when: pipeline.event.github.pull_request.draft"),
        ("[a]", "when: {equal: [x, << pipeline.git.branch >>-y]}"),
    ],
)
def test_what_is_not_understood_leaves_the_reach_incomplete(entries: str, extra: str) -> None:
    assert not flow_reach(entries, extra).is_complete


def test_a_pattern_that_a_parameter_writes_may_be_any() -> None:
    text = workflow_text("[a: {filters: {branches: {only: << pipeline.parameters.where >>}}}]")
    found = reach(text + "parameters: {where: {type: string, default: no branch}}\n")

    assert reached(found, "a") == []
    assert not found.is_complete


def test_a_plan_for_a_cell_has_its_reasons() -> None:
    found = flow_reach("[a: {filters: {branches: {only: dev}}}, b: {requires: [a]}]")
    cell = next(cell for cell, event in enumerate(found.cells) if event.branch == "main")
    job = found.planned(cell).job("b")

    assert job is not None
    assert job.reason is not None
    assert job.reason.message == "`a`, which it requires, is left out"


def test_masks_have_a_bit_for_each_cell() -> None:
    found = flow_reach("[a: {filters: {branches: {only: dev}}}, b: {filters: pipeline.number matches /x/}]")

    assert [found.cells[bit].words for bit in range(len(found.cells)) if found.yes(0) >> bit & 1] == [
        "push to branch `dev`"
    ]
    assert found.maybe(0) == 0


FILTERS = st.sampled_from(
    [
        "",
        "filters: {branches: {only: main}}",
        "filters: {branches: {only: [dev, /f.*/]}}",
        "filters: {branches: {ignore: /.*-x/}}",
        "filters: {tags: {only: /v[0-9]+/}}",
        "filters: {tags: {ignore: v1}, branches: {only: /(?!f).*/}}",
        "filters: {branches: {ignore: /.*/}, tags: {only: /.*/}}",
        "filters: pipeline.git.branch matches /f.*/ or pipeline.git.tag",
        'filters: pipeline.git.branch != "main"',
        "filters: pipeline.git.branch and not pipeline.parameters.p",
    ]
)
CONDITIONS = st.sampled_from(
    [
        "",
        "when: << pipeline.parameters.p >>",
        "unless: {equal: [main, << pipeline.git.branch >>]}",
        "when: pipeline.git.tag",
    ]
)
NAMES = st.one_of(
    st.sampled_from(["main", "dev", "f", "f-x", "a-x", "v1", "v12", "v"]), st.text("fmv1-x", min_size=1, max_size=4)
)


@st.composite
def configs(draw: st.DrawFn) -> str:
    count = draw(st.integers(1, 5))
    entries = []
    for number in range(count):
        required = draw(st.sets(st.integers(0, number - 1), max_size=2)) if number else set()
        lines = [f"requires: [{', '.join(f'j{each}' for each in sorted(required))}]", draw(FILTERS)]
        entries.append(f"      - j{number}:\n" + "".join(f"          {line}\n" for line in lines if line))
    jobs = "".join(f"  j{number}: {JOB}\n" for number in range(count))
    condition = draw(CONDITIONS)
    return (
        "version: 2.1\nparameters: {p: {type: boolean, default: false}}\n"
        f"jobs:\n{jobs}workflows:\n  w:\n    {condition}\n    jobs:\n{''.join(entries)}"
    )


def agree(text: str, name: str, is_tag: bool, parameter: bool | None) -> None:
    event = Event(
        "push" if parameter is None else "api",
        branch=None if is_tag else name,
        tag=name if is_tag else None,
        parameters=() if parameter is None else (("p", parameter),),
    )
    compiled = compile_config(config_of(text))
    found = Reach(compiled).workflows[0]
    planned = plan(compiled, event).workflows[0]
    answer = tuple(planned.job(job.name).runs for job in found.workflow.jobs)  # type: ignore[union-attr] # it is there
    known = {tuple(found.runs(cell, job) for job in range(len(answer))) for cell in range(len(found.cells))}

    assert found.is_complete
    assert answer in known


@given(configs(), NAMES, st.booleans(), st.sampled_from([None, False, True]))
@settings(max_examples=100, deadline=None)
def test_every_event_is_like_one_of_the_cells(text: str, name: str, is_tag: bool, parameter: bool | None) -> None:
    agree(text, name, is_tag, parameter)


@pytest.mark.slow
@given(configs(), NAMES, st.booleans(), st.sampled_from([None, False, True]))
@settings(max_examples=10_000, deadline=None)
def test_every_event_is_like_one_of_the_cells_in_ten_thousand_cases(
    text: str, name: str, is_tag: bool, parameter: bool | None
) -> None:
    agree(text, name, is_tag, parameter)


@pytest.mark.slow
def test_every_config_of_the_corpus_has_a_reach_that_its_plans_confirm(shared: Path) -> None:
    for path in sorted((shared / "corpus").glob("*.y*ml*")):
        compiled = compile_config(config_of(path.read_text(encoding="utf-8", errors="replace")))
        for found in Reach(compiled).workflows:
            for cell in range(0, len(found.cells), 1 + len(found.cells) // 8):
                planned = found.planned(cell)
                for position, job in enumerate(found.workflow.jobs):
                    confirmed = planned.job(job.name)
                    assert confirmed is not None
                    assert confirmed.runs == found.runs(cell, position), (path.name, job.name, found.cells[cell])


def test_any_event_can_be_asked_for() -> None:
    found = flow_reach("[a: {filters: {branches: {only: /f.*/}}}, b]", extra='when: pipeline.git.branch != "fx"')

    assert found.runs_for(Event("push", "fa")) == ("yes", "yes")
    assert found.runs_for(Event("push", "main")) == ("no", "yes")
    assert found.runs_for(Event("push", "fx")) == ("no", "no")
