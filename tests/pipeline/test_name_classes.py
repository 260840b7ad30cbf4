"""Names that stand for all others, of workflows that tell more apart than can be looked at, too."""

from __future__ import annotations

import pytest
from tests.pipeline.planning import config_of, workflow_text

from wflint.compiler.compile import compile_config
from wflint.pipeline.cells import MOST_ANSWERS
from wflint.pipeline.reach import WorkflowReach

MANY = 3000


def flow_reach(entries: str, extra: str = "") -> WorkflowReach:
    config = config_of(workflow_text(entries, extra=extra))
    return WorkflowReach(config, compile_config(config).workflows[0])


@pytest.mark.parametrize(
    ("only", "words"),
    [
        ("[a, b]", {"a": "branch `a` or `b`", "main": "any other branch"}),
        ("[a, '/a/']", {"a": "branches such as `a`", "main": "any other branch"}),
        ("['a b', c]", {"c": "branch `c`", "main": "any other branch"}),
        ("/.*/", {"main": "any branch"}),
    ],
)
def test_a_class_is_called_by_its_names(only: str, words: dict[str, str]) -> None:
    assert flow_reach(f"[a: {{filters: {{branches: {{only: {only}}}}}}}]").branches == words


@pytest.mark.parametrize("part", ["equal: [b{}, << pipeline.git.branch >>]", "equal: [<< pipeline.number >>, {}]"])
def test_of_a_condition_of_thousands_of_parts_few_events_are_tried(part: str) -> None:
    parts = ", ".join(f"{{{part.format(number)}}}" for number in range(MANY))

    found = flow_reach("[a]", extra=f"when: {{or: [{parts}]}}")

    assert not found.is_complete
    assert 0 < len(found.cells) * MANY <= MOST_ANSWERS


def test_of_a_workflow_of_thousands_of_filters_few_events_are_tried() -> None:
    entries = [f"a: {{name: n{number}, filters: {{branches: {{only: /b{number}-.*/}}}}}}" for number in range(MANY)]

    found = flow_reach(f"[{', '.join(entries)}]")

    assert not found.is_complete
    assert 0 < len(found.cells) * MANY <= MOST_ANSWERS
