"""For which events jobs run, as a table: one row a job, one column a class of events."""

from __future__ import annotations

from wflint.pipeline.event_classes import event_classes
from wflint.records import NamedTuple
from wflint.report.color import paint
from wflint.report.concise import one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wflint.pipeline.event_classes import EventClass
    from wflint.pipeline.plan import PlannedJob, PlannedWorkflow
    from wflint.pipeline.reach import WorkflowReach

_NAME_COLUMNS = 40
_MOST_COLUMNS = 16
_MARKS = {
    "*": "runs without some of what it requires",
    "·": "left out by its own filter",
    "-": "left out because all it requires is",
    "!": "waits for another outcome, such as a failure",
    "?": "may run: that depends on something unknown",
}


class _Column(NamedTuple):
    letter: str
    words: str
    planned: PlannedWorkflow


def reach_text(reaches: Iterable[WorkflowReach], *, color: bool) -> str:
    """One table a workflow, with what its columns stand for; the marks are explained at the end."""
    used: set[str] = set()
    lines: list[str] = []
    for reach in reaches:
        lines += [*_workflow(reach, used, color=color), ""]
    if not lines:
        return "there is no workflow\n"
    if lines and used:
        lines += [f"{mark}  {meaning}" for mark, meaning in _MARKS.items() if mark in used]
        lines.append("a number is the wave in which a job starts")
    return "".join(f"{line}\n" for line in lines)


def _workflow(reach: WorkflowReach, used: set[str], *, color: bool) -> Iterator[str]:
    classes = event_classes(reach)
    running = [each for each in classes if _runs_something(reach, each)]
    columns = [
        _Column(_letter(position), each.words, reach.planned(each.cells[0])) for position, each in enumerate(running)
    ]
    yield paint(f"workflow {one_line(reach.workflow.name)}", "rule", color=color)
    names = [one_line(job.name) for job in reach.workflow.jobs]
    width = max((len(name) for name in names if len(name) <= _NAME_COLUMNS), default=0)
    for start in range(0, len(columns), _MOST_COLUMNS):
        block = columns[start : start + _MOST_COLUMNS]
        yield f"  {'':<{width}}  {' '.join(f'{column.letter:>3}' for column in block)}"
        jobs = [{job.name: job for job in column.planned.jobs} for column in block]
        for job, name in zip(reach.workflow.jobs, names, strict=True):
            cells = [_cell(found[job.name]) for found in jobs]
            used |= {mark for cell in cells for mark in cell if mark in _MARKS}
            row = " ".join(f"{cell:>3}" for cell in cells)
            yield f"  {name:<{width}}  {row}"
    for column in columns:
        yield f"  {paint(column.letter, 'rule', color=color)}  {one_line(column.words)}"
    idle = [each.words for each in classes if each not in running]
    if idle:
        yield f"  nothing runs: {'; '.join(map(one_line, idle))}"
    if not reach.is_complete:
        yield "  there may be other events: not all of its patterns and conditions are understood"


def _runs_something(reach: WorkflowReach, found: EventClass) -> bool:
    return any(reach.runs(found.cells[0], job) != "no" for job in range(len(reach.workflow.jobs)))


def _letter(position: int) -> str:
    """The name of a column: A to Z, then AA, AB and so on."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _cell(job: PlannedJob) -> str:
    if job.runs == "no":
        kind = job.reason.kind if job.reason is not None else None
        return {"requirements-dropped": "-", "upstream-status": "!"}.get(str(kind), "·")
    number = f"{'?' if job.runs == 'unknown' else ''}{(job.rank or 0) + 1}"
    return f"{number}*" if job.dropped else number
