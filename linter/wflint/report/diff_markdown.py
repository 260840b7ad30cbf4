"""The difference of two versions as Markdown, for a comment on a pull request."""

from __future__ import annotations

import re

from wflint.report.concise import one_line
from wflint.report.diff_words import NOTHING, NOTHING_KNOWN, change_line, changed_lines, edge_line, event_words, grouped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wflint.pipeline.content_changes import Change
    from wflint.pipeline.difference import Difference, JobChange, WorkflowChange
    from wflint.pipeline.event_changes import EventChange

HEADING = "### What changes in CircleCI"

_SPECIAL = re.compile(r"([\\*_{}\[\]<>#|~])")
_CODE = re.compile(r"(`[^`]*`)")


def diff_markdown(found: Difference) -> str:
    """The whole difference under one heading; one sentence if there is none."""
    blocks = [HEADING]
    if found.is_empty:
        blocks.append(f"{NOTHING_KNOWN if found.unknown else NOTHING}.".capitalize())
    if found.changes:
        blocks.append("\n".join(_changes(found.changes, "")))
    for workflow in found.workflows:
        blocks += _workflow(workflow)
    if found.unknown:
        blocks.append("\n".join(["Not compared:", "", *(f"- {_prose(each)}" for each in found.unknown)]))
    return "\n\n".join(blocks) + "\n"


def _workflow(workflow: WorkflowChange) -> Iterator[str]:
    fate = "" if workflow.fate == "changed" else f" {workflow.fate}"
    yield f"#### Workflow {_code(workflow.name)}{fate}"
    lines = list(_changes(workflow.changes, ""))
    for names, job in grouped(workflow.jobs):
        lines += _job(names, job)
    lines += [f"- {_escaped(edge_line(edge))}" for edge in workflow.edges]
    if lines:
        yield "\n".join(lines)
    if workflow.events:
        yield "\n".join(_table(workflow.events))


def _job(names: list[str], job: JobChange) -> Iterator[str]:
    was = f" (was {_code(job.was)})" if job.was is not None else ""
    yield f"- **{job.fate}** {', '.join(map(_code, names))}{was}"
    yield from _changes(job.changes, "  ")


def _changes(changes: Iterable[Change], indent: str) -> Iterator[str]:
    for change in changes:
        word = "" if change.kind in {"changed", "moved"} else f"{change.kind} "
        yield f"{indent}- {word}{_prose(change_line(change))}"
        lines = changed_lines(change)
        if lines:
            fence = "`" * max(3, 1 + max((len(run) for line in lines for run in re.findall("`+", line)), default=0))
            yield from (f"{indent}  {line}" for line in (f"{fence}diff", *lines, fence))


def _table(events: Iterable[EventChange]) -> Iterator[str]:
    yield "| for | starts to run | stops to run |"
    yield "|---|---|---|"
    for event in events:
        starts = ", ".join(map(_code, event.starts))
        stops = ", ".join(map(_code, event.stops))
        notes = [f"{', '.join(map(_code, event.unclear))} may start or stop"] if event.unclear else []
        notes += [f"{_code(job)} runs without {_code(required)}" for job, required in event.without]
        note = f"<br>{'; '.join(notes)}" if notes else ""
        yield f"| {_cell(_prose(event_words(event)) + note)} | {_cell(starts)} | {_cell(stops)} |"


def _cell(text: str) -> str:
    return re.sub(r"(?<!\\)\|", r"\\|", text)


def _code(name: str) -> str:
    """A name as code, whatever it holds."""
    text = one_line(name)
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _prose(text: str) -> str:
    """A sentence with code in backquotes: what is outside of them means itself."""
    return "".join(
        part if part.startswith("`") and part.endswith("`") else _escaped(part) for part in _CODE.split(text)
    )


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
