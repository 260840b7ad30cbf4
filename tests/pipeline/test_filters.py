from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.pipeline.planning import branch, flow, planned, reasons, running, tag, workflow_text

if TYPE_CHECKING:
    from wflint.pipeline.events import Event

EVENTS = {"main": branch("main"), "rel-1": branch("rel-1"), "v1.0": tag("v1.0"), "x": tag("x")}

# Which of the events above a single job with these filters runs for.
DECISIONS = [
    ("", "main rel-1"),
    ("filters: {branches: {only: main}}", "main"),
    ("filters: {branches: {only: [main, /rel-.*/]}}", "main rel-1"),
    ("filters: {branches: {only: /rel/}}", ""),
    ("filters: {branches: {only: 'rel-*'}}", ""),
    ("filters: {branches: {ignore: main}}", "rel-1"),
    ("filters: {branches: {ignore: /.*/}}", ""),
    ("filters: {branches: {}}", "main rel-1"),
    ("filters: {tags: {only: /^v.*/}}", "main rel-1 v1.0"),
    ("filters: {tags: {only: /^v/}}", "main rel-1"),
    ("filters: {tags: {ignore: /^v.*/}}", "main rel-1 x"),
    ("filters: {tags: {}}", "main rel-1"),
    ("filters: {branches: {ignore: /.*/}, tags: {only: /v.*/}}", "v1.0"),
    ("filters: {branches: {only: main}, tags: {only: /.*/}}", "main v1.0 x"),
    ("filters: {branches: {only: /MAIN/}}", ""),
    ("filters: {branches: {only: /(?i)MAIN/}}", "main"),
    ("filters: {branches: {only: main, ignore: main}}", "main"),
    ("filters: {tags: {only: [v1.0, x], ignore: x}}", "main rel-1 v1.0 x"),
    ("filters: {branches: {only: []}}", ""),
    ('filters: pipeline.git.branch == "main"', "main"),
    ("filters: pipeline.git.branch", "main rel-1"),
    ("filters: pipeline.git.tag matches /^v.*/", "v1.0"),
    ('filters: pipeline.git.tag starts-with "v"', "v1.0"),
    ("filters: pipeline.git.branch or pipeline.git.tag", "main rel-1 v1.0 x"),
    ('filters: pipeline.git.branch != "main"', "rel-1 v1.0 x"),
    ('filters: pipeline.git.branch and pipeline.git.branch != "main"', "rel-1"),
    ("filters: not pipeline.git.tag", "main rel-1"),
]


def block(filters: str) -> str:
    """One entry with filters, in block style: expressions may hold characters that flow style takes for its own."""
    body = f"\n      - a:\n          {filters}" if filters else "\n      - a"
    return workflow_text(body)


@pytest.mark.parametrize(("filters", "expected"), DECISIONS)
def test_a_filter_lets_exactly_these_events_in(filters: str, expected: str) -> None:
    answers = {name: planned(block(filters), event).workflows[0].jobs[0].runs for name, event in EVENTS.items()}

    assert answers == {name: "yes" if name in expected.split() else "no" for name in EVENTS}


@pytest.mark.parametrize(
    ("filters", "event", "kind", "message", "place"),
    [
        (
            "{branches: {only: [main, /rel-.*/]}}",
            branch("dev"),
            "branch-filter",
            "its filter admits only branch `main` or `/rel-.*/`",
            "main",
        ),
        (
            "{branches: {ignore: [x, /d.*/]}}",
            branch("dev"),
            "branch-filter",
            "its filter ignores branch `/d.*/`",
            "/d.*/",
        ),
        ("{tags: {only: v1}}", tag("v2"), "tag-filter", "its filter admits only tag `v1`", "v1"),
        ("{tags: {ignore: /v.*/}}", tag("v2"), "tag-filter", "its filter ignores tag `/v.*/`", "/v.*/"),
        (
            "{branches: {only: main}}",
            tag("v1"),
            "tag-filter",
            "no tag starts it: it has no filter for tags",
            "{branches: {only: main}}",
        ),
        (
            "{branches: {only: '/(?P<n>a)/'}}",
            branch("dev"),
            "undecided",
            "the pattern `/(?P<n>a)/` cannot be judged",
            "'/(?P<n>a)/'",
        ),
        ("{branches: {only: /(/}}", branch("dev"), "undecided", "the pattern `/(/` cannot be judged", "/(/"),
    ],
)
def test_a_reason_says_which_pattern_decided(filters: str, event: Event, kind: str, message: str, place: str) -> None:
    reason = flow(f"[a: {{filters: {filters}}}]", event).jobs[0].reason

    assert reason is not None
    assert reason.place is not None
    assert (reason.kind, reason.message) == (kind, message)
    assert reason.place.source.text[slice(*reason.place.span)] == place


def test_an_expression_that_is_false_names_what_it_read() -> None:
    found = flow("[a: {filters: 'pipeline.git.branch == \"main\"'}]", branch("dev"))

    assert reasons(found) == {
        "a": (
            "filter-expression",
            'its filter `pipeline.git.branch == "main"` is false: `pipeline.git.branch` is `dev`',
        )
    }


def test_an_expression_over_something_unknown_is_undecided() -> None:
    found = flow("[a: {filters: pipeline.number > 7}, b: {requires: [a]}]", branch("dev"))

    assert [job.runs for job in found.jobs] == ["unknown", "unknown"]
    assert reasons(found)["a"] == ("undecided", "its filter `pipeline.number > 7` depends on `pipeline.number`")
    assert reasons(found)["b"] == ("undecided", "that depends on `a`")


@pytest.mark.parametrize(
    "text",
    ["pipeline.git.branch and", "<< pipeline.git.branch >>", "deploy", "pipeline.parameters.ghost", "1 matches /1/"],
    ids=["syntax", "template", "name", "parameter", "type"],
)
def test_nobody_knows_what_an_expression_that_circleci_refuses_lets_in(text: str) -> None:
    found = flow(f"[a: {{filters: '{text}'}}]", branch("x"))

    assert reasons(found)["a"] == ("undecided", f"its filter `{text}` is no valid expression")


def test_a_template_in_a_pattern_takes_the_value_of_the_matrix_instance() -> None:
    text = """
version: 2.1
jobs: {a: {parameters: {image: {type: string}}, machine: true, steps: [checkout]}}
workflows:
  w:
    jobs:
      - a:
          matrix: {parameters: {image: [web, api]}}
          filters: {tags: {only: "/<< matrix.image >>-.*/"}, branches: {ignore: /.*/}}
"""
    assert list(running(planned(text, tag("api-1")).workflows[0])) == ["a-api"]
