"""The end of a run: how every job ended, what failed and where, where things lie, what differs from CircleCI."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wflint.localrun.view.output import shown
from wflint.localrun.view.style import duration, one_line, paint, shortened, width_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wflint.localrun.view.transcript import Failure, Transcript

MOST_JOBS = 40
_COLUMNS = 40
_STYLES = {"success": "good", "failed": "bad", "unauthorized": "bad", "not_run": "faint"}
_MARKS = {"success": "✔", "failed": "✘", "unauthorized": "✘", "canceled": "■", "not_run": "·"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEnd:
    """How a workflow ended.

    `statuses` are those of the jobs in the order of the config, `seconds` how long each took, where it ran. `logs`
    gives the path of the log of a failed step by job, node and step. `places` are where what is left lies, by what it
    is. `advice` says how to go on.
    """

    workflow: str
    status: str
    elapsed: float
    statuses: Mapping[str, str]
    seconds: Mapping[str, float]
    reused: frozenset[str] = frozenset()
    logs: Mapping[tuple[str, int, int], str]
    places: Mapping[str, str]
    differences: Sequence[str]
    advice: Sequence[str] = ()


def summary(end: RunEnd, transcript: Transcript, *, color: bool, quiet: bool = False) -> list[str]:
    """The lines at the end of a run; a quiet one that went well is one line and what differs."""
    lines: list[str] = []
    for failure in transcript.failures:
        if end.statuses.get(failure.job) == "failed":
            lines += ["", *_failure(failure, transcript, end, color=color)]
    lines += [
        f"{paint(f'✘ {one_line(name)}', 'bad', color=color)}: {one_line(why)}"
        for name, why in transcript.reasons.items()
        if end.statuses.get(name) == "failed" and all(failure.job != name for failure in transcript.failures)
    ]
    if not quiet:
        lines += ["", *_table(end, color=color)]
    lines += ["", _verdict(end, color=color)]
    columns = max(map(len, end.places), default=0)
    lines += [f"  {what:<{columns}}  {place}" for what, place in end.places.items()]
    lines += [f"  {line}" for line in end.advice]
    if end.differences:
        lines.append("differs from CircleCI:")
        lines += [f"  - {one_line(each)}" for each in end.differences]
    return lines


def _failure(failure: Failure, transcript: Transcript, end: RunEnd, *, color: bool) -> Iterator[str]:
    view = failure.view
    label = transcript.label(failure.job, failure.node)
    heading = f"✘ {label}: step {failure.step + 1}, {shortened(view.name, 60)}: {shortened(failure.words, 200)}"
    yield paint(heading, "bad", color=color)
    yield f"  at   {one_line(view.path)}:{view.line}:{view.column}"
    log = end.logs.get((failure.job, failure.node, failure.step))
    if log is not None:
        yield f"  log  {log}"
    for line in view.last:
        yield f"  {paint('│', 'faint', color=color)} {shown(line, color=color)}".rstrip(" ")


def _table(end: RunEnd, *, color: bool) -> Iterator[str]:
    names = [name for name, status in end.statuses.items() if len(end.statuses) <= MOST_JOBS or status != "success"]
    columns = max((width_of(one_line(name)) for name in names if width_of(one_line(name)) <= _COLUMNS), default=0)
    for name in names:
        status = end.statuses[name]
        seconds = end.seconds.get(name)
        facts = [status.replace("_", " ")]
        if name in end.reused:
            facts.append("reused")
        elif seconds is not None and status != "on_hold":
            facts.append(duration(seconds))
        mark = _MARKS.get(status, "‖")
        shown = one_line(name)
        words = ", ".join(facts)
        padding = " " * (columns - width_of(shown))
        yield f"  {paint(f'{mark} {shown}', _STYLES.get(status, 'doubt'), color=color)}{padding}  {words}"


def _verdict(end: RunEnd, *, color: bool) -> str:
    counts = Counter(end.statuses.values())
    past = {"success": "succeeded", "not_run": "not run", "on_hold": "on hold"}
    words = ", ".join(f"{count} {past.get(status, status)}" for status, count in counts.items())
    style = {"success": "good", "failed": "bad"}.get(end.status, "doubt")
    status = {"success": "succeeded", "failed": "failed", "on_hold": "waits for approval", "canceled": "was canceled"}
    heading = f"workflow {one_line(end.workflow)} {status.get(end.status, end.status)} in {duration(end.elapsed)}"
    return f"{paint(heading, style, color=color)}: {words}"
