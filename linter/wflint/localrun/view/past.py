"""Runs of the past as text: a table of all, one with its jobs and what failed in them."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from wflint.localrun.view.style import duration, one_line, paint, shortened, width_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wflint.localrun.history import PastJob, PastNode, PastRun, PastStep

_MARKS = {"success": "✔", "failed": "✘", "unauthorized": "✘", "canceled": "■", "killed": "■", "running": "▶"}
_STYLES = {"success": "good", "failed": "bad", "unauthorized": "bad", "not_run": "faint"}
_NAME_COLUMNS = 40


def runs_table(runs: Iterable[PastRun], *, color: bool) -> list[str]:
    """A line for each run, under a heading."""
    rows = [
        (
            str(run.directory.number),
            _date(run.started),
            shortened(run.workflow, _NAME_COLUMNS),
            _words(run.status),
            "" if run.seconds is None else duration(run.seconds),
            _jobs(run),
        )
        for run in runs
    ]
    heading = ("run", "started", "workflow", "status", "time", "jobs")
    widths = [max(map(width_of, column)) for column in zip(heading, *rows, strict=True)]
    lines = [paint(_row(heading, widths), "faint", color=color)]
    lines += [paint(_row(row, widths), _STYLES.get(row[3], "doubt"), color=color) for row in rows]
    return lines


def run_lines(run: PastRun, *, color: bool, every_step: bool = False) -> list[str]:
    """A run with all its jobs, the steps that failed, or every step, and where things lie."""
    heading = f"run {run.directory.number}, workflow {one_line(run.workflow)}: {_words(run.status)}"
    elapsed = "" if run.seconds is None else f" in {duration(run.seconds)}, {_date(run.started)}"
    lines = [paint(heading, _STYLES.get(run.status, "doubt"), color=color) + elapsed]
    width = max((min(width_of(one_line(name)), _NAME_COLUMNS) for name in run.jobs), default=0)
    for job in run.jobs.values():
        lines += _job(run, job, width, color=color, every_step=every_step)
    if run.tests:
        lines.append("tests      " + ", ".join(f"{count} {kind}" for kind, count in run.tests.items() if count))
    places = (("artifacts", run.directory.artifacts), ("logs", run.directory.logs))
    lines += [f"{what:<9}  {path}" for what, path in places if os.path.isdir(path)]
    if run.differences:
        lines += ["differs from CircleCI:", *(f"  - {one_line(each)}" for each in run.differences)]
    return lines


def _job(run: PastRun, job: PastJob, width: int, *, color: bool, every_step: bool) -> Iterator[str]:
    facts = [_words(job.status)]
    if job.is_reused:
        facts.append("reused")
    elif job.seconds is not None:
        facts.append(duration(job.seconds))
    name = shortened(job.name, _NAME_COLUMNS)
    mark = paint(f"{_MARKS.get(job.status, '·')} {name}", _STYLES.get(job.status, "doubt"), color=color)
    yield f"  {mark}{' ' * (width - width_of(name))}  {', '.join(facts)}"
    for node in job.nodes.values():
        label = f"node {node.index}, " if len(job.nodes) > 1 else ""
        if node.why is not None:
            yield f"      {label}{one_line(node.why)}"
        for step in node.steps.values():
            if every_step or step.status in {"failed", "killed", "running"}:
                yield from _step(run, job, node, step, label, color=color)


def _step(run: PastRun, job: PastJob, node: PastNode, step: PastStep, label: str, *, color: bool) -> Iterator[str]:
    words = f": {shortened(step.words, 200)}" if step.words else ""
    seconds = "" if step.seconds is None else f"  {duration(step.seconds)}"
    mark = _MARKS.get(step.status, "·")
    title = f"{mark} {label}step {step.number + 1}, {shortened(step.name, 60)}"
    style = _STYLES.get(step.status, "doubt")
    yield f"      {paint(title, style, color=color)}{seconds}{words or f'  {_words(step.status)}'}"
    if step.status != "success":
        yield f"        at   {one_line(step.place)}"
        log = run.directory.log(job.name, node.index, step.number)
        if os.path.exists(log):
            yield f"        log  {log}"


def _jobs(run: PastRun) -> str:
    done = sum(job.status == "success" for job in run.jobs.values())
    return f"{done} of {len(run.jobs)} succeeded" if run.jobs else ""


def _row(cells: Iterable[str], widths: Iterable[int]) -> str:
    return "  ".join(cell + " " * (width - width_of(cell)) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _date(started: float | None) -> str:
    return "" if started is None else time.strftime("%Y-%m-%d %H:%M", time.localtime(started))


def _words(status: str) -> str:
    return status.replace("_", " ")
