"""The difference of two versions for people: what came, went and changed, then for which events."""

from __future__ import annotations

from wflint.report.color import paint
from wflint.report.concise import one_line
from wflint.report.diff_words import (
    NOTHING,
    NOTHING_KNOWN,
    change_line,
    changed_lines,
    edge_line,
    event_words,
    grouped,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wflint.pipeline.content_changes import Change
    from wflint.pipeline.difference import Difference, JobChange, WorkflowChange
    from wflint.pipeline.event_changes import EventChange

_MARKS = {"added": "+", "removed": "-", "changed": "~", "renamed": "~", "moved": "~"}
_STYLES = {"+": "help", "-": "error", "~": "warning"}
_MOST_LINES = 12


def diff_text(found: Difference, *, color: bool) -> str:
    """The whole difference, a paragraph a workflow; one line if there is none."""
    paragraphs = []
    if found.is_empty:
        paragraphs.append([NOTHING_KNOWN if found.unknown else NOTHING])
    if found.changes:
        paragraphs.append(["config", *_changes(found.changes, "  ", color=color)])
    paragraphs += [list(_workflow(workflow, color=color)) for workflow in found.workflows]
    if found.unknown:
        paragraphs.append(["not compared:", *(f"  {one_line(each)}" for each in found.unknown)])
    return "\n".join("".join(f"{line}\n" for line in paragraph) for paragraph in paragraphs)


def _workflow(workflow: WorkflowChange, *, color: bool) -> Iterator[str]:
    heading = paint(f"workflow {one_line(workflow.name)}", "rule", color=color)
    yield heading if workflow.fate == "changed" else f"{heading} {workflow.fate}"
    yield from _changes(workflow.changes, "  ", color=color)
    for names, job in grouped(workflow.jobs):
        yield from _job(names, job, color=color)
    for edge in workflow.edges:
        mark = "+" if not edge.old else "-" if not edge.new else "~"
        yield f"  {_mark(mark, color=color)} {edge_line(edge)}"
    for event in workflow.events:
        yield from _event(event)


def _job(names: list[str], job: JobChange, *, color: bool) -> Iterator[str]:
    mark = _mark(_MARKS[job.fate], color=color)
    was = f" (was {one_line(job.was)})" if job.was is not None else ""
    yield f"  {mark} {', '.join(map(one_line, names))}{was}"
    yield from _changes(job.changes, "      ", color=color)


def _changes(changes: Iterable[Change], indent: str, *, color: bool) -> Iterator[str]:
    for change in changes:
        yield f"{indent}{_mark(_MARKS[change.kind], color=color)} {change_line(change)}"
        lines = changed_lines(change)
        for line in lines[:_MOST_LINES]:
            yield f"{indent}    {paint(line, _STYLES[line[0]], color=color)}"
        if len(lines) > _MOST_LINES:
            yield f"{indent}    and {len(lines) - _MOST_LINES} more lines"


def _event(event: EventChange) -> Iterator[str]:
    yield f"  {event_words(event)}:"
    for word, names in (("starts", event.starts), ("stops", event.stops), ("may start or stop", event.unclear)):
        if names:
            yield f"      {word}: {', '.join(map(one_line, names))}"
    for job, required in event.without:
        yield f"      {one_line(job)} runs without {one_line(required)}"


def _mark(mark: str, *, color: bool) -> str:
    return paint(mark, _STYLES[mark], color=color)
