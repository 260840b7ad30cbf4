"""The view for programs: every event as one JSON object a line, as `events.jsonl` holds them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from wflint.localrun.events import SCHEMA_VERSION

if TYPE_CHECKING:
    from wflint.localrun.events import Event


def event_line(event: Event) -> str:
    """An event as a line, its end included; pure ASCII, so that no byte of any output is lost."""
    return json.dumps(event_data(event), separators=(",", ":")) + "\n"


def event_data(event: Event) -> dict[str, Any]:
    """An event as plain data; `job`, `node` and `step` are there only where they apply."""
    places = {"job": event.job, "node": event.node, "step": event.step}
    return {
        "version": SCHEMA_VERSION,
        "sequence": event.sequence,
        "time": round(event.time, 3),
        "type": event.type,
        **{name: value for name, value in places.items() if value is not None},
        **event.data,
    }
