"""Runs of the past for the command line: chosen, printed, removed. Knows nothing of Typer."""

from __future__ import annotations

import json
import os
import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wflint.cli.files import STDIN, write_result
from wflint.errors import UsageError
from wflint.localrun.history import past_run, past_run_data, past_runs
from wflint.localrun.repository import repository_around
from wflint.localrun.stores.collecting import Limits, collect
from wflint.localrun.stores.state import state_of
from wflint.localrun.stores.wording import bytes_text, counted
from wflint.localrun.view.past import run_lines, runs_table
from wflint.localrun.view.style import one_line
from wflint.pipeline.reasons import and_list
from wflint.report.color import wants_color
from wflint.spelling import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wflint.localrun.history import PastRun
    from wflint.localrun.stores.state import RunDirectory, State

VERSION = 1
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(|[kKmMgGtT])[bB]?")
_PART = 1 << 20
_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """Where runs are looked for, and how they are printed."""

    state_directory: str | None = None
    format: str = "text"
    output: str | None = None
    color: str = "auto"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Whose logs are wanted; no jobs and None mean all. Steps count from 1."""

    jobs: tuple[str, ...] = ()
    node: int | None = None
    step: int | None = None
    failed: bool = False


def list_command(showing: Showing) -> int:
    """Print all runs; that there is none is no failure."""
    runs = list(past_runs(_state(showing.state_directory)))
    if showing.format == "json":
        data = {"version": VERSION, "runs": [past_run_data(run) for run in runs]}
        write_result(f"{json.dumps(data, indent=2)}\n", showing.output)
    elif runs:
        _write(runs_table(runs, color=_color(showing)), showing)
    else:
        sys.stderr.write("wflint: nothing has been run here; `wflint run` does\n")
    return 0


def show_command(number: int | None, showing: Showing, *, every_step: bool) -> int:
    """Print one run, or the latest. Raises `UsageError` if there is none."""
    run = past_run(_chosen(_state(showing.state_directory), number))
    if showing.format == "json":
        write_result(f"{json.dumps({'version': VERSION, **past_run_data(run)}, indent=2)}\n", showing.output)
    else:
        _write(run_lines(run, color=_color(showing), every_step=every_step), showing)
    return 0


def logs_command(number: int | None, wanted: Wanted, state_directory: str | None) -> int:
    """Write the logs of steps to the standard output, as bytes. Raises `UsageError` if there is no such step."""
    run = past_run(_chosen(_state(state_directory), number))
    for name in wanted.jobs:
        if name not in run.jobs:
            hint = did_you_mean(name, run.jobs) or f"there is {and_list(run.jobs)}"
            raise UsageError(f"run {run.directory.number} has no job `{name}`; {hint}")
    found = list(_logs(run, wanted))
    if not found:
        raise UsageError(f"no step of run {run.directory.number} is meant; `wflint runs show --steps` lists them")
    is_single = len(found) == 1 and wanted.step is not None
    for heading, path in found:
        # A step that printed nothing has no log.
        if os.path.exists(path):
            if not is_single:
                write_result(f"== {heading}\n".encode())
            with open(path, "rb") as file:
                while part := file.read(_PART):
                    write_result(part)
    return 0


def gc_command(keep: int, max_size: str, state_directory: str | None, *, without_caches: bool) -> int:
    """Remove old runs and caches, and say what was removed."""
    match = _SIZE.fullmatch(max_size.strip())
    if match is None:
        raise UsageError(f"`--max-size` takes a size such as `500MB` or `5GB`, not `{max_size}`")
    size = int(float(match[1]) * _UNITS[match[2].lower()])
    limits = Limits(runs=keep, run_bytes=size, cache_bytes=0 if without_caches else size)
    collected = collect(_state(state_directory), limits)
    what = f"removed {counted(len(collected.runs), 'run')} and {counted(len(collected.caches), 'cache')}"
    write_result(f"{what}: {bytes_text(collected.before)} before, {bytes_text(collected.after)} now\n")
    return 0


def _state(given: str | None) -> State:
    return state_of(repository_around(os.curdir).root, os.environ, given=given)


def _chosen(state: State, number: int | None) -> RunDirectory:
    runs = state.runs()
    if not runs:
        raise UsageError("nothing has been run here; `wflint run` does")
    if number is None:
        return runs[-1]
    found = state.run(number)
    if found is None:
        raise UsageError(f"there is no run {number}; there is {and_list(str(run.number) for run in runs[-5:])}")
    return found


def _logs(run: PastRun, wanted: Wanted) -> Iterator[tuple[str, str]]:
    """Heading and path of each log that is wanted, in the order of jobs, nodes and steps."""
    for job in run.jobs.values():
        if wanted.jobs and job.name not in wanted.jobs:
            continue
        for node in job.nodes.values():
            label = f"{one_line(job.name)}[{node.index}]" if len(job.nodes) > 1 else one_line(job.name)
            for step in node.steps.values():
                is_meant = (
                    wanted.node in {None, node.index}
                    and wanted.step in {None, step.number + 1}
                    and (not wanted.failed or step.status == "failed")
                )
                if is_meant:
                    heading = f"{label}: step {step.number + 1}, {one_line(step.name)}: {step.status}"
                    yield heading, run.directory.log(job.name, node.index, step.number)


def _write(lines: Iterable[str], showing: Showing) -> None:
    write_result("".join(f"{line}\n" for line in lines), showing.output)


def _color(showing: Showing) -> bool:
    is_terminal = sys.stdout.isatty() and showing.output in {None, STDIN}
    return wants_color(showing.color, os.environ, is_terminal=is_terminal)
