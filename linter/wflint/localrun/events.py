"""Events of a local run: one JSON object a line, the one truth that views, resuming and listing read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened.

    `type` is one of `run.started`, `run.finished`, `job.queued`, `job.started`, `job.finished`, `step.started`,
    `step.finished`, `output`, `cache`, `workspace`, `artifact`, `tests`, `note`, `hold`, `signal`, `internal`.
    `time` is seconds since the epoch. `job`, `node` and `step` are set where they apply (`node` and `step` from 0);
    `job.started` and `job.finished` are said for each node, and without one for the job as a whole.
    `data` holds what the type needs, JSON values only; in the text of `output`, a byte that is no UTF-8 is the lone
    surrogate U+DC00 plus its value.
    """

    type: str
    time: float
    sequence: int
    job: str | None = None
    node: int | None = None
    step: int | None = None
    data: dict[str, Any] = field(default_factory=dict)
