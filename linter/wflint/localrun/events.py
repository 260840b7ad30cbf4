"""Events of a local run: one JSON object a line, the one truth that views, resuming and listing read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened.

    `type` is one of `run.started`, `run.finished`, `job.queued`, `job.started`, `job.finished`, `step.started`,
    `step.finished`, `output`, `cache`, `workspace`, `artifact`, `tests`, `note`, `hold`, `signal`.
    `time` is seconds since the epoch. `job`, `node` and `step` are set where they apply (`node` and `step` from 0).
    `data` holds what the type needs, JSON values only.
    """

    type: str
    time: float
    sequence: int
    job: str | None = None
    node: int | None = None
    step: int | None = None
    data: dict[str, Any] = field(default_factory=dict)
