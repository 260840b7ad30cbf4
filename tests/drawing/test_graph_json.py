from __future__ import annotations

import json
from typing import TYPE_CHECKING

from wflint.drawing.graph_json import to_json
from wflint.drawing.outcome import Outcome, WorkflowOutcome

if TYPE_CHECKING:
    from tests.drawing.conftest import Pictured


def test_the_graph_is_data_as_documented(pictured: Pictured) -> None:
    text = to_json(pictured("- a\n- b: {name: ship, requires: [{a: [failed, success]}]}\n- hold: {type: approval}"))
    assert json.loads(text) == {
        "version": 1,
        "workflows": [
            {
                "name": "w",
                "nodes": [
                    {"name": "a", "type": "build", "job": "a"},
                    {"name": "ship", "type": "build", "job": "b"},
                    {"name": "hold", "type": "approval", "job": "hold"},
                ],
                "edges": [{"from": "a", "to": "ship", "statuses": ["success", "failed"]}],
            }
        ],
    }


def test_with_an_event_workflows_and_nodes_say_whether_they_run(pictured: Pictured) -> None:
    outcomes = {"w": WorkflowOutcome(Outcome("yes"), {"b": Outcome("no", "the branch is `dev`")})}
    (workflow,) = json.loads(to_json(pictured("- a\n- b", outcomes=outcomes)))["workflows"]
    assert (workflow["runs"], workflow["reason"]) == ("yes", None)
    assert [(node["runs"], node["reason"]) for node in workflow["nodes"]] == [
        ("yes", None),
        ("no", "the branch is `dev`"),
    ]
