from __future__ import annotations

import pytest
from hypothesis import given, settings
from tests.pipeline.planning import config_of, workflow_text
from tests.pipeline.test_reach import configs

from wflint.compiler.compile import compile_config
from wflint.pipeline.coverage import unproven
from wflint.pipeline.reach import Reach

MAIN = "filters: {branches: {only: main}}"
TAGS = "filters: {tags: {only: /v.*/}}"

CASES = [
    ("[a, b: {requires: [a]}]", True),
    (f"[a, b: {{requires: [a], {MAIN}}}]", True),
    (f"[a: {{{MAIN}}}, b: {{requires: [a], {MAIN}}}]", True),
    (f"[a: {{{MAIN}}}, b: {{requires: [a]}}]", False),
    (f"[a, b: {{requires: [a], {TAGS}}}]", False),
    (f"[a: {{{TAGS}}}, b: {{requires: [a], {TAGS}}}]", True),
    (f"[a: {{filters: {{tags: {{only: /.*/}}}}}}, b: {{requires: [a], {TAGS}}}]", True),
    ("[a: {filters: {branches: {only: [main, x]}}}, b: {requires: [a], filters: {branches: {only: main}}}]", True),
    ("[a: {filters: {branches: {only: main}}}, b: {requires: [a], filters: {branches: {only: [main, x]}}}]", False),
    ("[a: {filters: {branches: {ignore: x}}}, b: {requires: [a], filters: {branches: {ignore: [x, y]}}}]", True),
    ("[a: {filters: {branches: {ignore: x}}}, b: {requires: [a], filters: {branches: {only: main}}}]", False),
    ("[a: {filters: pipeline.git.branch}, b: {requires: [a], filters: pipeline.git.branch}]", True),
    ("[a, b: {requires: [a], filters: pipeline.git.branch}]", False),
    ("[a: {filters: {branches: {ignore: /.*/}}}]", False),
    ("[a: {filters: {branches: {only: []}}}]", False),
    (f"[a: {{name: deploy, {TAGS}}}]", False),
    (f"[a: {{{TAGS}}}]", True),
]


def is_plain(text: str) -> bool:
    """Whether it is plain to see that every job of the only workflow runs and loses nothing."""
    return not unproven(compile_config(config_of(text)))


@pytest.mark.parametrize(("entries", "answer"), CASES)
def test_a_workflow_is_plain_if_texts_show_that_nothing_is_lost(entries: str, answer: bool) -> None:
    assert is_plain(workflow_text(entries)) is answer


@pytest.mark.parametrize(
    ("extra", "answer"),
    [
        ("when: << pipeline.parameters.p >>", True),
        ("unless: << pipeline.parameters.p >>", True),
        ('when: pipeline.git.branch == "main"', True),
        ('when: pipeline.git.branch == "spring"', True),
        ("when: {equal: [spring, << pipeline.git.branch >>]}", True),
        ("when: {not: {equal: [scheduled_pipeline, << pipeline.trigger_source >>]}}", True),
        ("unless: {equal: [webhook, << pipeline.trigger_source >>]}", True),
        ("when: {and: [<< pipeline.parameters.p >>, {equal: [api, << pipeline.trigger_source >>]}]}", True),
        ("when: {and: [<< pipeline.parameters.p >>, {equal: [webhook, << pipeline.trigger_source >>]}]}", False),
        ("when: pipeline.git.tag", False),
        ("when: pipeline.git.branch matches /deep-[0-9]+/", False),
        ("when: {equal: [x, << pipeline.git.branch >>-y]}", False),
        ('when: pipeline.git.branch == "no branch"', False),
        ('when: pipeline.git.branch == ""', False),
        ("triggers: [{schedule: {cron: 0 0 * * *, filters: {branches: {only: main}}}}]", False),
    ],
)
def test_conditions_are_plain_if_an_event_that_makes_them_true_is_easily_guessed(extra: str, answer: bool) -> None:
    text = workflow_text("[a]", extra=extra) + "parameters: {p: {type: boolean, default: false}}\n"

    assert is_plain(text) is answer


@pytest.mark.parametrize(
    ("filters", "answer"),
    [
        ("{branches: {only: [x, main]}}", True),
        ("{branches: {only: /.*/}}", True),
        ("{branches: {ignore: x}}", True),
        ("{branches: {ignore: main}}", False),
        ("{branches: {only: dev}}", False),
        ("{branches: {only: /m.*/}}", False),
        ("{branches: {ignore: /x.*/}}", False),
        ("{tags: {only: /.*/}}", True),
        ("{tags: {only: /.*/}, branches: {ignore: /.*/}}", False),
        ("'pipeline.git.branch == \"main\"'", True),
        ("'pipeline.git.branch == \"dev\"'", False),
        ("pipeline.git.branch ==", False),
    ],
)
def test_the_event_that_is_guessed_passes_the_filters_of_jobs(filters: str, answer: bool) -> None:
    entries = f"[a: {{filters: {filters}}}]"

    assert is_plain(workflow_text(entries, extra='when: pipeline.git.branch == "main"')) is answer


def test_jobs_may_need_different_events() -> None:
    entries = "[a: {filters: {branches: {only: main}}}, b: {filters: {branches: {only: develop}}}]"

    assert is_plain(workflow_text(entries, extra='when: pipeline.git.branch != "x"'))


def test_an_expression_is_judged_for_the_events_that_start_its_workflow() -> None:
    condition = "when: {equal: [scheduled_pipeline, << pipeline.trigger_source >>]}"
    entries = "[a: {filters: 'pipeline.trigger_source == \"%s\"'}]"

    assert is_plain(workflow_text(entries % "scheduled_pipeline", extra=condition))
    assert not is_plain(workflow_text(entries % "webhook", extra=condition))


@given(configs())
@settings(max_examples=300, deadline=None)
def test_in_a_plain_workflow_no_job_loses_what_it_requires(text: str) -> None:
    compiled = compile_config(config_of(text))
    found = Reach(compiled).workflows[0]
    kept = [
        found.keeps(cell, job)
        for cell, passes in enumerate(found.passes)
        for job in range(len(passes))
        if passes[job] and found.workflow_runs[cell] == "yes"
    ]

    assert unproven(compiled) or all(kept)


@given(configs())
@settings(max_examples=300, deadline=None)
def test_in_a_plain_workflow_every_job_runs_for_some_event(text: str) -> None:
    compiled = compile_config(config_of(text))
    found = Reach(compiled).workflows[0]

    assert unproven(compiled) or all(map(found.yes, range(len(found.workflow.jobs))))
