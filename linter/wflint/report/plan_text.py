"""A plan for people: the event, the jobs of each workflow by waves, and in sentences why the others do not run."""

from __future__ import annotations

from wflint.pipeline.reasons import and_list
from wflint.records import NamedTuple
from wflint.report.color import paint
from wflint.report.concise import one_line
from wflint.syntax.nodes import Mapping, Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from wflint.pipeline.plan import Plan, PlannedJob, PlannedWorkflow
    from wflint.pipeline.reasons import Reason
    from wflint.pipeline.times import Timeline, Timing
    from wflint.source import Place

_NAME_COLUMNS = 40
_STATUS_WORDS = {
    "failed": "fails",
    "canceled": "is canceled",
    "unauthorized": "is not authorized",
    "on_hold": "is on hold",
}


class PlanStyle(NamedTuple):
    """How a plan is shown; `timeline` adds times. `note` follows the event in parentheses.

    `now`, in UTC, is when schedules are looked at.
    """

    color: bool = False
    note: str | None = None
    timeline: Timeline | None = None
    now: datetime | None = None


def plan_text(plan: Plan, style: PlanStyle) -> str:
    """The whole plan: one paragraph a workflow."""
    lines = [event_line(plan, style)]
    for workflow in plan.workflows:
        lines.append("")
        lines += _workflow(workflow, style)
    if not plan.workflows:
        lines += ["", "there is no workflow"]
    if style.timeline is not None:
        lines += ["", f"finished after {clock(style.timeline.wall)}"]
    return "".join(f"{line}\n" for line in lines)


def rerun_text(plan: Plan, style: PlanStyle) -> str:
    """What a rerun from failed does in each workflow that failed."""
    lines = []
    for workflow in plan.workflows:
        lines += ["", paint(f"rerun of workflow {one_line(workflow.name)} from failed", "rule", color=style.color)]
        lines += _waves([job for job in workflow.jobs if job.rank is not None], style, None)
        reused = [one_line(job.name) for job in workflow.jobs if job.repeat == "reused"]
        if reused:
            lines += ["  reused: " + ", ".join(reused)]
        rest = [job for job in workflow.jobs if job.rank is None and job.repeat is None]
        lines += _idle(rest, style, "do not run")
    if not plan.workflows:
        lines += ["", "nothing failed, so there is nothing to rerun"]
    return "".join(f"{line}\n" for line in lines)


def why_text(plan: Plan, answers: Sequence[tuple[PlannedWorkflow, PlannedJob]], style: PlanStyle) -> str:
    """Whether some jobs run, and the whole tree of reasons behind each answer."""
    lines = [event_line(plan, style)]
    for workflow, job in answers:
        lines.append("")
        lines += _answer(workflow, job, style)
    return "".join(f"{line}\n" for line in lines)


def event_line(plan: Plan, style: PlanStyle) -> str:
    """What starts the pipeline."""
    note = f" ({style.note})" if style.note else ""
    return paint(one_line(plan.event.words), "path", color=style.color) + note


def place_words(place: Place) -> str:
    """`path:line:column`."""
    line, column = place.source.line_column(place.span.start)
    return f"{one_line(place.source.path)}:{line}:{column}"


def clock(seconds: float) -> str:
    """`0:07`, `12:30`, `1:02:03`."""
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, last = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{last:02}" if hours else f"{minutes}:{last:02}"


def _workflow(workflow: PlannedWorkflow, style: PlanStyle) -> Iterator[str]:
    name = paint(f"workflow {one_line(workflow.name)}", "rule", color=style.color)
    if workflow.runs == "no" and workflow.reason is not None:
        yield f"{name} does not run: {_sentence(workflow.reason, style)}"
        if workflow.reason.because:
            yield from _idle(workflow.jobs, style, None)
        return
    if workflow.runs == "unknown" and workflow.reason is not None:
        yield f"{name} may run: {_sentence(workflow.reason, style)}"
    else:
        yield name + (f" ({workflow.status})" if workflow.status != "success" else "")
    yield from _schedules(workflow, style)
    yield from _waves([job for job in workflow.jobs if job.rank is not None], style, workflow)
    idle = [job for job in workflow.jobs if job.rank is None]
    yield from _idle(idle, style, "does not run" if len(idle) == 1 else "do not run")
    path = style.timeline.critical_paths.get(workflow.name, ()) if style.timeline is not None else ()
    if path:
        yield f"  longest chain: {' → '.join(map(one_line, path))}"
    reruns = _automatic_reruns(workflow)
    if reruns is not None:
        yield f"  reruns from failed by itself, at most {reruns} time{'' if reruns == '1' else 's'}"


def _schedules(workflow: PlannedWorkflow, style: PlanStyle) -> Iterator[str]:
    """When a workflow's own schedules start it next."""
    triggers = workflow.compiled.workflow.triggers if workflow.compiled is not None else None
    if style.now is None or not triggers:
        return
    from wflint.pipeline.cron import next_run

    for trigger in triggers:
        moment = next_run(trigger.cron.value, style.now) if trigger.cron is not None else None
        if trigger.cron is not None and moment is not None:
            yield f"  next at {moment:%Y-%m-%d %H:%M} UTC ({one_line(trigger.cron.value)})"


def _automatic_reruns(workflow: PlannedWorkflow) -> str | None:
    """How often CircleCI tries a failed workflow again by itself."""
    node = workflow.compiled.workflow.node if workflow.compiled is not None else None
    value = node.get("max_auto_reruns") if isinstance(node, Mapping) else None
    return value.value if isinstance(value, Scalar) and workflow.status == "failed" else None


def _waves(jobs: Sequence[PlannedJob], style: PlanStyle, workflow: PlannedWorkflow | None) -> Iterator[str]:
    names = {job.name: _name(job) for job in jobs}
    columns = max((len(name) for name in names.values() if len(name) <= _NAME_COLUMNS), default=0)
    digits = len(str(max((job.rank or 0 for job in jobs), default=0) + 1))
    before = None
    for job in jobs:
        rank = job.rank or 0
        number = "" if rank == before else str(rank + 1)
        before = rank
        timing = _timing(workflow, job, style)
        times = f"  {_times(timing)}" if timing is not None else ""
        facts = "; ".join(_facts(job, workflow))
        yield f"  {number:>{digits}}  {names[job.name]:<{columns}}{times}  {facts}".rstrip()


def _name(job: PlannedJob) -> str:
    kind = f" ({job.type})" if job.type != "build" else ""
    return one_line(job.name) + kind


def _facts(job: PlannedJob, workflow: PlannedWorkflow | None) -> Iterator[str]:
    if job.runs == "unknown" and (workflow is None or job.reason is not workflow.reason) and job.reason is not None:
        yield f"may run: {one_line(job.reason.message)}"
    if job.status in _STATUS_WORDS:
        yield _STATUS_WORDS[job.status]
    if job.requires:
        yield f"after {', '.join(map(one_line, job.requires))}"
    if job.dropped:
        yield f"without {', '.join(map(one_line, job.dropped))}"


def _timing(workflow: PlannedWorkflow | None, job: PlannedJob, style: PlanStyle) -> Timing | None:
    if style.timeline is None or workflow is None:
        return None
    return style.timeline.timings.get((workflow.name, job.name))


def _times(timing: Timing) -> str:
    slack = f"slack {clock(timing.slack)}" if timing.slack > 0 else "critical"
    return f"{clock(timing.start):>7} to {clock(timing.finish):>7}  {slack:<13}"


def _idle(jobs: Sequence[PlannedJob], style: PlanStyle, heading: str | None) -> Iterator[str]:
    if not jobs:
        return
    indent = "  "
    if heading is not None:
        yield f"  {heading}:"
        indent = "     "
    columns = max((len(job.name) for job in jobs if len(job.name) <= _NAME_COLUMNS), default=0)
    for job in jobs:
        sentence = _sentence(job.reason, style) if job.reason is not None else ""
        yield f"{indent}{one_line(job.name):<{columns}}  {sentence}".rstrip()


def _sentence(reason: Reason, style: PlanStyle) -> str:
    place = "" if reason.place is None else paint(f" ({place_words(reason.place)})", "faint", color=style.color)
    return one_line(reason.message) + place


def _answer(workflow: PlannedWorkflow, job: PlannedJob, style: PlanStyle) -> Iterator[str]:
    subject = f"{paint(f'`{one_line(job.name)}`', 'rule', color=style.color)} of workflow `{one_line(workflow.name)}`"
    if job.reason is not None:
        verb = "may run" if job.runs == "unknown" else "does not run"
        yield f"{subject} {verb}: {_sentence(job.reason, style)}"
        yield from _tree(job.reason.because, style, "  ", set())
        return
    status = f" and {_STATUS_WORDS[job.status]}" if job.status in _STATUS_WORDS else ""
    after = f", after {and_list(map(one_line, job.requires))}" if job.requires else ""
    yield f"{subject} runs{status}{after}"
    left_out = [planned for name in job.dropped if (planned := workflow.job(name)) is not None]
    if left_out:
        yield f"  without {and_list(one_line(each.name) for each in left_out)}:"
        yield from _tree([each.reason for each in left_out if each.reason is not None], style, "    ", set())


def _tree(reasons: Iterable[Reason], style: PlanStyle, indent: str, shown: set[int]) -> Iterator[str]:
    """Each reason under the one it explains; one that explains several is shown where it comes first."""
    waiting = [(reason, indent) for reason in reversed(tuple(reasons))]
    while waiting:
        reason, margin = waiting.pop()
        if id(reason) in shown:
            yield f"{margin}`{one_line(reason.subject)}`: see above"
            continue
        shown.add(id(reason))
        yield f"{margin}`{one_line(reason.subject)}`: {_sentence(reason, style)}"
        waiting += [(each, f"{margin}  ") for each in reversed(reason.because)]
