"""Compose what is drawn from the graphs of workflows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wflint.drawing.lettering import shortened, visible
from wflint.drawing.shapes import Arrow, Box, Panel, Picture, Region
from wflint.drawing.tooltip import arrow_tooltip, job_tooltip, marker, workflow_tooltip
from wflint.drawing.wording import context_words, counted, executor_words, status_words, workspace_words
from wflint.graphs import layers, reachability

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wflint.compiler.compiled import CompiledJob
    from wflint.drawing.outcome import Outcomes, WorkflowOutcome
    from wflint.pipeline.jobgraph import JobGraph

LABEL_COLUMNS = 40
"""Longer names are shortened in the picture and whole in the tooltip."""

_NOT_IN_ANCHORS = re.compile(r"[^\w-]+")
_ANCHOR_LENGTH = 80


def picture(
    graphs: Sequence[JobGraph],
    title: str,
    *,
    show: frozenset[str] = frozenset(),
    outcomes: Outcomes | None = None,
) -> Picture:
    """Compose the picture of some workflows.

    `show` may hold `workspaces`, `contexts` and `images`: lines to add to the jobs' labels. `outcomes` says what an
    event does; a workflow that it does not name is drawn as without an event.
    """
    taken: dict[str, int] = {}
    panels: list[Panel] = []
    drawn = 0
    for graph in graphs:
        outcome = (outcomes or {}).get(graph.workflow.name)
        panels.append(_panel(graph, drawn, taken, show, outcome))
        drawn += len(graph.jobs)
    parts = [f"{panel.name} ({counted(len(panel.boxes), 'job')})" for panel in panels]
    description = f"{counted(len(panels), 'workflow')}: {', '.join(parts)}" if parts else "no workflows"
    return Picture(visible(title), visible(description), tuple(panels))


def _panel(
    graph: JobGraph, first: int, taken: dict[str, int], show: frozenset[str], outcome: WorkflowOutcome | None
) -> Panel:
    workflow = graph.workflow
    ranks = layers(graph.predecessors)
    boxes = _boxes(graph, first, taken, show, outcome, ranks)
    loose, regions = _arranged(boxes.values(), taken, workflow.name)
    what_runs = outcome.workflow if outcome is not None else None
    is_faded = what_runs is not None and what_runs.is_faded
    return Panel(
        name=workflow.name,
        anchor=_anchor(taken, "workflow", workflow.name),
        label=shortened(workflow.name, 2 * LABEL_COLUMNS) + (" (does not run)" if is_faded else ""),
        tooltip=workflow_tooltip(workflow, len(boxes), what_runs),
        boxes=tuple(boxes.values()),
        loose=loose,
        regions=regions,
        arrows=_arrows(graph, boxes, taken, has_cycles=len(ranks) < len(boxes)),
        outcome=what_runs,
    )


def _boxes(
    graph: JobGraph,
    first: int,
    taken: dict[str, int],
    show: frozenset[str],
    outcome: WorkflowOutcome | None,
    ranks: dict[str, int],
) -> dict[str, Box]:
    boxes = {}
    for number, job in enumerate(graph.jobs, start=first):
        what_runs = outcome.job(job.name) if outcome is not None else None
        boxes[job.name] = Box(
            id=f"n{number}",
            anchor=_anchor(taken, "job", graph.workflow.name, job.name),
            job=job,
            kind="opaque" if job.is_opaque else job.type,
            label=_label(job),
            marker=marker(job, what_runs),
            details=tuple(shortened(line, LABEL_COLUMNS) for line in _details(job, show)),
            tooltip=job_tooltip(job, what_runs),
            rank=ranks.get(job.name),
            outcome=what_runs,
        )
    return boxes


def _label(job: CompiledJob) -> str:
    """The name; of a node that CircleCI adds, only what it is, since it stands beside what it belongs to."""
    if job.is_synthetic:
        return next((word for word in ("group-start", "group-end") if job.name.endswith(f"-{word}")), job.type)
    return shortened(job.name, LABEL_COLUMNS)


def _details(job: CompiledJob, show: frozenset[str]) -> Iterator[str]:
    if "images" in show and (image := executor_words(job.body)):
        yield image
    if "contexts" in show and (contexts := context_words(job)):
        yield f"contexts: {contexts}"
    if "workspaces" in show:
        yield from workspace_words(job.body)


def _arrows(graph: JobGraph, boxes: dict[str, Box], taken: dict[str, int], *, has_cycles: bool) -> tuple[Arrow, ...]:
    reach = reachability(graph.successors) if has_cycles else None
    arrows = []
    for edge in graph.edges:
        tail, head = boxes[edge.source], boxes[edge.target]
        in_cycle = reach is not None and reach.reaches(edge.target, edge.source)
        words = [words for words in (status_words(edge.statuses), "cycle" if in_cycle else None) if words]
        arrows.append(
            Arrow(
                anchor=_anchor(taken, "edge", graph.workflow.name, edge.source, edge.target),
                tail=tail,
                head=head,
                edge=edge,
                label=", ".join(words) or None,
                tooltip=arrow_tooltip(edge, in_cycle=in_cycle),
                in_cycle=in_cycle,
            )
        )
    return tuple(arrows)


def _arranged(boxes: Iterable[Box], taken: dict[str, int], workflow: str) -> tuple[tuple[Box, ...], tuple[Region, ...]]:
    """Sort boxes into job groups, and in each of them, and outside of all, into matrices."""
    groups: dict[str, list[Box]] = {}
    outside: list[Box] = []
    for box in boxes:
        (outside if box.job.group is None else groups.setdefault(box.job.group, [])).append(box)
    loose, matrices = _matrices(outside, taken, workflow)
    regions = list(matrices)
    for name, members in groups.items():
        single, inner = _matrices(members, taken, workflow)
        regions.append(
            Region(
                kind="group",
                name=name,
                anchor=_anchor(taken, "group", workflow, name),
                label=f"job group {shortened(name, LABEL_COLUMNS)}",
                tooltip=f"job group {visible(name)}",
                boxes=single,
                regions=inner,
            )
        )
    return loose, tuple(regions)


def _matrices(boxes: Iterable[Box], taken: dict[str, int], workflow: str) -> tuple[tuple[Box, ...], tuple[Region, ...]]:
    loose: list[Box] = []
    matrices: dict[int, list[Box]] = {}
    for box in boxes:
        if box.job.matrix:
            # Two invocations may share their alias; the item of the list is what tells them apart.
            matrices.setdefault(id(box.job.invocation.node), []).append(box)
        else:
            loose.append(box)
    return tuple(loose), tuple(_matrix(members, taken, workflow) for members in matrices.values())


def _matrix(members: list[Box], taken: dict[str, int], workflow: str) -> Region:
    job = members[0].job
    name = job.alias or job.job
    parameters = ", ".join(parameter for parameter, _ in job.matrix)
    return Region(
        kind="matrix",
        name=name,
        anchor=_anchor(taken, "matrix", workflow, name),
        label=f"matrix {shortened(name, LABEL_COLUMNS)}",
        tooltip=visible(f"matrix {name}: {counted(len(members), 'instance')} over {parameters}"),
        boxes=tuple(members),
        regions=(),
    )


def _anchor(taken: dict[str, int], *parts: str) -> str:
    """An id made from names that nothing else in the picture has; `taken` remembers it."""
    wanted = "-".join(_NOT_IN_ANCHORS.sub("_", part)[:_ANCHOR_LENGTH] or "_" for part in parts)
    found = wanted
    while found in taken:
        taken[wanted] += 1
        found = f"{wanted}-{taken[wanted]}"
    taken[found] = 1
    return found
