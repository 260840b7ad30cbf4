"""A run as lines of text, each with the name of its job: what the terminal and a log show."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wflint.localrun.view.output import LineBuffer, shown
from wflint.localrun.view.style import duration, job_color, one_line, paint, shortened, width_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.localrun.events import Event

MOST_LABEL = 24
TITLE_COLUMNS = 72

LAST_LINES = 10
"""So many lines of a step that failed are shown again at the end."""

_MARKS = {
    "success": ("✔", "good"),
    "failed": ("✘", "bad"),
    "canceled": ("■", "doubt"),
    "unsupported": ("⊘", "doubt"),
    "background": ("↷", "faint"),
    "on_hold": ("‖", "doubt"),
    "blocked": ("‖", "doubt"),
    "not_run": ("·", "faint"),
    "unauthorized": ("✘", "bad"),
}
_HOLD_WORDS = {
    "asked": "waits for approval",
    "success": "approved",
    "canceled": "refused",
    "on_hold": "is not approved",
}
_LEVELS = {"info": "faint", "warning": "doubt", "error": "bad"}


@dataclass(slots=True)
class StepView:
    """What is known of a step while a run goes on; `last` are its last lines of output, as written."""

    name: str
    path: str
    line: int
    column: int
    last: deque[str]
    buffer: LineBuffer = field(default_factory=LineBuffer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A step that failed."""

    job: str
    node: int
    step: int
    words: str
    view: StepView


class Transcript:
    """Turns events into lines, and remembers what the summary needs.

    `quiet` leaves out everything but what went wrong. `last_lines` is how much of a failed step is remembered.
    """

    def __init__(self, *, color: bool, quiet: bool = False, last_lines: int = LAST_LINES) -> None:
        self.failures: list[Failure] = []
        self.reasons: dict[str, str] = {}
        self.color = color
        self.quiet = quiet
        self._last_lines = last_lines
        self._nodes: dict[str, int] = {}
        self._width = 0
        self._steps: dict[tuple[str, int, int], StepView] = {}

    def lines(self, event: Event) -> list[str]:
        """What to show of an event, without line ends."""
        return list(self._of(event, event.data))

    def label(self, job: str | None, node: int | None) -> str:
        """The name of a job's node."""
        if job is None:
            return ""
        return one_line(job) if node is None or self._nodes.get(job, 1) < 2 else f"{one_line(job)}[{node}]"

    def _of(self, event: Event, data: dict[str, Any]) -> Iterator[str]:
        match event.type:
            case "output":
                yield from self._output(event, data)
            case "step.started":
                yield from self._step_started(event, data)
            case "step.finished":
                yield from self._step_finished(event, data)
            case "job.started":
                yield from self._job_started(event)
            case "job.finished":
                yield from self._job_finished(event, data)
            case "hold":
                yield from self._hold(event, data)
            case "note":
                yield from self._note(event, data)
            case "internal":
                yield from self._internal(event, data)
            case "signal":
                yield self._line(event, "■", str(data["text"]), "doubt")
            case "run.started":
                yield from self._run_started(data)

    def _run_started(self, data: dict[str, Any]) -> Iterator[str]:
        self._nodes = {each["name"]: each["nodes"] for each in data["jobs"]}
        labels = [self.label(name, nodes - 1 if nodes > 1 else None) for name, nodes in self._nodes.items()]
        self._width = max((min(width_of(label), MOST_LABEL) for label in labels), default=0)
        if not self.quiet:
            yield from data.get("headline", ())

    def _job_started(self, event: Event) -> Iterator[str]:
        if event.node is not None and not self.quiet:
            yield self._line(event, "──", "started", "faint")

    def _job_finished(self, event: Event, data: dict[str, Any]) -> Iterator[str]:
        job = event.job or ""
        if data.get("why"):
            self.reasons.setdefault(job, str(data["why"]))
        has_nodes = self._nodes.get(job, 0) > 0
        if event.node is not None:
            if data["status"] == "failed" and data.get("why"):
                yield self._line(event, "✘", one_line(str(data["why"])), "bad")
            return
        if self.quiet and data["status"] in {"success", "not_run"}:
            return
        if data.get("reused"):
            yield self._line(event, "──", f"{data['status'].replace('_', ' ')} in the run that is resumed", "faint")
        elif has_nodes or data["status"] in {"not_run", "blocked", "canceled"}:
            style = _MARKS.get(data["status"], ("", "faint"))[1]
            seconds = data.get("seconds")
            time = "" if seconds is None else f" in {duration(seconds)}"
            yield self._line(event, "──", f"{data['status'].replace('_', ' ')}{time}", style)

    def _step_started(self, event: Event, data: dict[str, Any]) -> Iterator[str]:
        view = StepView(data["name"], data["path"], data["line"], data["column"], deque(maxlen=self._last_lines))
        self._steps[_key(event)] = view
        if not self.quiet:
            yield self._line(event, "▶", shortened(view.name, TITLE_COLUMNS), "name")

    def _step_finished(self, event: Event, data: dict[str, Any]) -> Iterator[str]:
        view = self._steps.get(_key(event))
        if view is None or data["status"] == "skipped":
            return
        for line in view.buffer.rest():
            yield from self._output_line(event, view, line)
        if data["status"] == "failed":
            job, node, step = _key(event)
            self.failures.append(Failure(job=job, node=node, step=step, words=str(data["words"]), view=view))
        if self.quiet and data["status"] != "failed":
            return
        mark, style = _MARKS.get(data["status"], ("·", "faint"))
        words = f"  {shortened(data['words'], 200)}" if data["words"] else ""
        name = shortened(view.name, TITLE_COLUMNS)
        yield self._line(event, mark, f"{name}  {duration(data['seconds'])}{words}", style)

    def _output(self, event: Event, data: dict[str, Any]) -> Iterator[str]:
        view = self._steps.get(_key(event))
        if view is None:
            return
        for line in view.buffer.feed(data["text"]):
            yield from self._output_line(event, view, line)

    def _output_line(self, event: Event, view: StepView, line: str) -> Iterator[str]:
        view.last.append(line)
        if not self.quiet:
            yield self._line(event, "│", shown(line, color=self.color))

    def _hold(self, event: Event, data: dict[str, Any]) -> Iterator[str]:
        if not self.quiet:
            yield self._line(event, "‖", _HOLD_WORDS.get(data["status"], str(data["status"])), "doubt")

    def _note(self, event: Event, data: dict[str, Any]) -> Iterator[str]:
        if not self.quiet or data["level"] == "error":
            for line in str(data["text"]).splitlines():
                yield self._line(event, "!", shown(line, color=False), _LEVELS[data["level"]])

    def _internal(self, event: Event, data: dict[str, Any]) -> Iterator[str]:
        yield self._line(event, "✘", "a bug in wflint; please report it with the lines below", "bad")
        for line in str(data["text"]).splitlines():
            yield self._line(event, "│", shown(line, color=False))

    def _line(self, event: Event, mark: str, text: str, style: str | None = None) -> str:
        name = shortened(self.label(event.job, event.node), MOST_LABEL)
        padding = " " * (self._width - width_of(name))
        label = f"\x1b[{job_color(event.job or '')}m{name}\x1b[0m" if self.color and name else name
        if style is None:
            return f"{label}{padding} {paint(mark, 'faint', color=self.color)} {text}".rstrip(" ")
        return f"{label}{padding} {paint(f'{mark} {text}', style, color=self.color)}"


def _key(event: Event) -> tuple[str, int, int]:
    return event.job or "", event.node or 0, event.step or 0
