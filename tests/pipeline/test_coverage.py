from __future__ import annotations

import pytest
from hypothesis import given, settings
from tests.pipeline.planning import config_of, workflow_text
from tests.pipeline.test_reach import configs

from wflint.compiler.compile import compile_config
from wflint.pipeline.coverage import is_plain
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


@pytest.mark.parametrize(("entries", "answer"), CASES)
def test_a_workflow_is_plain_if_texts_show_that_nothing_is_lost(entries: str, answer: bool) -> None:
    assert is_plain(compile_config(config_of(workflow_text(entries))).workflows[0]) is answer


@pytest.mark.parametrize(
    ("extra", "answer"),
    [
        ("when: << pipeline.parameters.p >>", True),
        ("unless: << pipeline.parameters.p >>", True),
        ('when: pipeline.git.branch == "main"', False),
        ("triggers: [{schedule: {cron: 0 0 * * *, filters: {branches: {only: main}}}}]", False),
    ],
)
def test_conditions_over_parameters_alone_are_plain(extra: str, answer: bool) -> None:
    text = workflow_text("[a]", extra=extra) + "parameters: {p: {type: boolean, default: false}}\n"

    assert is_plain(compile_config(config_of(text)).workflows[0]) is answer


@given(configs())
@settings(max_examples=300, deadline=None)
def test_in_a_plain_workflow_no_job_loses_what_it_requires(text: str) -> None:
    compiled = compile_config(config_of(text))

    for found in Reach(compiled).workflows:
        kept = [
            found.keeps(cell, job)
            for cell, passes in enumerate(found.passes)
            for job in range(len(passes))
            if passes[job] and found.workflow_runs[cell] == "yes"
        ]
        assert not is_plain(found.workflow) or all(kept)
