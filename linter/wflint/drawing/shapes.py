"""What is drawn, whatever the format: boxes, arrows and regions with their final texts, no layout and no colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from wflint.compiler.compiled import CompiledJob
    from wflint.drawing.outcome import Outcome
    from wflint.pipeline.jobgraph import JobEdge


class Box(NamedTuple):
    """A job.

    `id` is `n0`, `n1`… in the order of the picture, `anchor` the unique id made from the names. `kind` is the job's
    type, or `opaque` for one whose definition is not at hand. `label` is the shortened name; `marker` says in a word
    or two what is special about the job; `details` are the lines asked for. `rank` is the longest way from a job that
    waits for nothing, None on and after a cycle. `tooltip` has one fact a line.
    """

    id: str
    anchor: str
    job: CompiledJob
    kind: str
    label: str
    marker: str | None
    details: tuple[str, ...]
    tooltip: str
    rank: int | None
    outcome: Outcome | None

    @property
    def is_faded(self) -> bool:
        """Whether the event leaves it out."""
        return self.outcome is not None and self.outcome.is_faded


class Arrow(NamedTuple):
    """A requirement, drawn from the job waited for (`tail`) to the one that waits (`head`).

    `label` names the statuses that satisfy it, None for plain success.
    """

    anchor: str
    tail: Box
    head: Box
    edge: JobEdge
    label: str | None
    tooltip: str
    in_cycle: bool

    @property
    def is_faded(self) -> bool:
        """Whether the event leaves out one of its ends."""
        return self.tail.is_faded or self.head.is_faded


class Region(NamedTuple):
    """Jobs that belong together: the instances of a matrix, or a job group with everything in it.

    `kind` is `matrix` or `group`; `boxes` are those in no inner region.
    """

    kind: str
    name: str
    anchor: str
    label: str
    tooltip: str
    boxes: tuple[Box, ...]
    regions: tuple[Region, ...]


class Panel(NamedTuple):
    """A workflow. `boxes` are all its jobs in order, `loose` those in no region."""

    name: str
    anchor: str
    label: str
    tooltip: str
    boxes: tuple[Box, ...]
    loose: tuple[Box, ...]
    regions: tuple[Region, ...]
    arrows: tuple[Arrow, ...]
    outcome: Outcome | None


class Picture(NamedTuple):
    """Workflows to draw, in the order of the text. `title` and `description` are for those who cannot see it."""

    title: str
    description: str
    panels: tuple[Panel, ...]
