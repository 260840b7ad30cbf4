"""The config behind a setup config: files joined, parameters passed on or refused."""

from __future__ import annotations

import pytest
from tests.pipeline.planning import config_of

from wflint.compiler.emit import plain_node
from wflint.pipeline.continuation import continued_event, joined
from wflint.pipeline.events import Event
from wflint.source import Source
from wflint.syntax.nodes import resolve
from wflint.syntax.parsing import parse

SETUP = config_of("version: 2.1\nsetup: true\nparameters: {both: {type: string, default: x}}\n")
NEXT = config_of(
    "version: 2.1\nparameters: {both: {type: string, default: y}, n: {type: integer, default: 1},"
    " e: {type: enum, enum: [a, b], default: a}}\n"
)


def test_maps_are_joined_and_of_lists_and_values_the_last_counts() -> None:
    texts = ("version: 2.1\njobs: {a: {x: [1], y: 1}, b: 1}\n", "jobs: {a: {x: [2]}, c: &c 1}\nmore: *c\n")
    document = joined([parse(Source(text, f"{number}.yml")) for number, text in enumerate(texts)])
    assert document.root is not None

    assert plain_node(resolve(document.root)) == {
        "version": 2.1,
        "jobs": {"a": {"x": [2], "y": 1}, "b": 1, "c": 1},
        "more": 1,
    }
    assert document.source.path == "0.yml + 1.yml"


def test_one_config_alone_stays_as_it_is() -> None:
    document = parse(Source("a: 1\n", "a.yml"))

    assert joined([document]) is document


def test_parameters_that_started_the_pipeline_count_where_they_are_declared() -> None:
    event, faults = continued_event(
        Event("api", branch="main", parameters=(("both", "x"), ("other", 1))), SETUP, NEXT, [("n", 2)]
    )

    assert dict(event.parameters) == {"both": "x", "n": 2}
    assert faults == ()


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("bot", 1, "`config.yml` declares no pipeline parameter `bot`; did you mean `both`?"),
        ("n", True, "pipeline parameter `n` is an integer, not `True`"),
        ("e", "c", "pipeline parameter `e` is one of `a`, `b`, not `c`"),
    ],
)
def test_what_circleci_refuses_to_continue_with_is_said(name: str, value: int | str, fault: str) -> None:
    _, faults = continued_event(Event("push", branch="main"), SETUP, NEXT, [(name, value)])

    assert faults == (fault,)


@pytest.mark.parametrize(("started", "count"), [("x", 0), ("z", 1)])
def test_a_parameter_that_both_pass_is_in_conflict_unless_it_started_with_its_default(started: str, count: int) -> None:
    event = Event("api", branch="main", parameters=(("both", started),))
    _, faults = continued_event(event, SETUP, NEXT, [("both", "w")])

    assert len(faults) == count
