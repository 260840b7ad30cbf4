"""A picture as data: `version` 1, documented in `docs/graph.md`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wflint.drawing.wording import status_list

if TYPE_CHECKING:
    from wflint.drawing.outcome import Outcome
    from wflint.drawing.shapes import Box, Panel, Picture


def to_json(picture: Picture) -> str:
    """The graph as JSON text, names untouched; with an event, all say whether they run, and why not."""
    import json

    return json.dumps({"version": 1, "workflows": [_workflow(panel) for panel in picture.panels]}, indent=2) + "\n"


def _workflow(panel: Panel) -> dict[str, Any]:
    return {
        "name": panel.name,
        **_fate(panel.outcome),
        "nodes": [_node(box) for box in panel.boxes],
        "edges": [
            {"from": arrow.edge.source, "to": arrow.edge.target, "statuses": status_list(arrow.edge.statuses)}
            for arrow in panel.arrows
        ],
    }


def _node(box: Box) -> dict[str, Any]:
    return {"name": box.job.name, "type": box.job.type, "job": box.job.job, **_fate(box.outcome)}


def _fate(outcome: Outcome | None) -> dict[str, Any]:
    return {} if outcome is None else {"runs": outcome.runs, "reason": outcome.reason}
