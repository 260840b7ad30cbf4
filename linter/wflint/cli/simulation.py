"""Simulate a config: from a path and an event to a plan and an exit code. Knows nothing of Typer."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from wflint.analysis import Analysis
from wflint.cli.faults import say_errors
from wflint.cli.files import STDIN, read_config, read_source, write_result
from wflint.cli.given import pairs, parameters_in
from wflint.compiler.compile import compile_config
from wflint.errors import UsageError
from wflint.localrun.repository import repository_around
from wflint.orbs.finding import orb_resolver
from wflint.pipeline.arguments import typed_parameters, typed_values
from wflint.pipeline.events import Event, values_of
from wflint.pipeline.plan import Plan, plan
from wflint.records import NamedTuple
from wflint.report.color import wants_color
from wflint.report.plan_text import PlanStyle, plan_text, rerun_text, why_text
from wflint.spelling import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from wflint.model.config import Config
    from wflint.pipeline.events import EventKind
    from wflint.pipeline.plan import PlannedJob, PlannedWorkflow
    from wflint.pipeline.times import Timeline
    from wflint.syntax.scalars import Data

_ASSUMED_BRANCH = "main"
_LONGEST = 1e9
"""The most seconds a job may be said to take: 30 years."""


class EventOptions(NamedTuple):
    """What the command line says of an event; without a branch and a tag it is a push to the current branch."""

    kind: EventKind = "push"
    branch: str | None = None
    tag: str | None = None
    fork: bool = False
    parameters: tuple[str, ...] = ()
    parameters_file: str | None = None
    values: tuple[str, ...] = ()


class SimulateOptions(NamedTuple):
    """The options of `wflint simulate`, as the command line gives them; empty `workflows` mean all."""

    event: EventOptions = EventOptions()
    workflows: tuple[str, ...] = ()
    every: bool = False
    why: str | None = None
    fail: tuple[str, ...] = ()
    cancel: tuple[str, ...] = ()
    hold: tuple[str, ...] = ()
    rerun_from_failed: bool = False
    durations: str | None = None
    concurrency: int | None = None
    format: str = "text"
    output: str | None = None
    color: str = "auto"
    settings: str | None = None
    stdin_name: str = "<stdin>"


def simulate_config(config: str | None, options: SimulateOptions) -> int:
    """Plan an event and print the plan; the exit code is 1 if the config has errors or no workflow.

    With `why` it is 0 if a job of that name runs and 1 if none certainly does. Raises `WflintError` for what lies
    outside the config's text.
    """
    if options.every:
        return _simulate_all(config, options)
    if options.rerun_from_failed and not options.fail:
        raise UsageError("`--rerun-from-failed` needs a job that failed; name one with `--fail`")
    source = read_config(config, stdin_name=options.stdin_name)
    directory = os.path.dirname(source.path) or os.curdir
    analysis = Analysis(source, orbs=orb_resolver(directory))
    event, note = chosen_event(analysis.config, options.event, directory)
    durations = _durations(options.durations) if options.durations is not None else None
    has_errors = say_errors(analysis, options.settings, options.color)
    compiled = compile_config(analysis.config, values_of(analysis.config, event), orb_resolver(directory))
    first = _only(plan(compiled, event), options.workflows, source.path)
    outcomes = _outcomes(first, options)
    if outcomes:
        first = _only(plan(compiled, event, outcomes=outcomes), options.workflows, source.path)
    is_terminal = sys.stdout.isatty() and options.output in {None, STDIN}
    style = PlanStyle(color=wants_color(options.color, os.environ, is_terminal=is_terminal), note=note, now=_now(event))
    if options.why is not None:
        return _explain(first, options, style)
    timeline = _timeline(first, durations, options.concurrency)
    _write_plan(first, options, style._replace(timeline=timeline))
    return int(has_errors or not first.workflows)


def _simulate_all(config: str | None, options: SimulateOptions) -> int:
    """Print for which events jobs run."""
    from wflint.pipeline.reach import WorkflowReach

    _refuse_event(options)
    source = read_config(config, stdin_name=options.stdin_name)
    analysis = Analysis(source, orbs=orb_resolver(os.path.dirname(source.path) or os.curdir))
    compiled = analysis.compiled
    _check_workflows([workflow.name for workflow in compiled.workflows], options.workflows, source.path)
    has_errors = say_errors(analysis, options.settings, options.color)
    known = {reach.workflow.name: reach for reach in analysis.reaches}
    reaches = [
        known.get(workflow.name) or WorkflowReach(analysis.config, workflow)
        for workflow in compiled.workflows
        if not options.workflows or workflow.name in options.workflows
    ]
    if options.format == "json":
        from wflint.report.reach_json import reach_json

        write_result(reach_json(reaches), options.output)
    else:
        from wflint.report.reach_text import reach_text

        is_terminal = sys.stdout.isatty() and options.output in {None, STDIN}
        color = wants_color(options.color, os.environ, is_terminal=is_terminal)
        write_result(reach_text(reaches, color=color), options.output)
    return int(has_errors or not reaches)


def _refuse_event(options: SimulateOptions) -> None:
    """`--all` looks at every event, so that nothing about one can be said."""
    event = options.event
    given = {
        "--event": event.kind != "push",
        "--branch": event.branch is not None,
        "--tag": event.tag is not None,
        "--fork": event.fork,
        "--param": bool(event.parameters),
        "--params-file": event.parameters_file is not None,
        "--value": bool(event.values),
        "--why": options.why is not None,
        "--fail": bool(options.fail),
        "--cancel": bool(options.cancel),
        "--hold": bool(options.hold),
        "--rerun-from-failed": options.rerun_from_failed,
        "--durations": options.durations is not None,
        "--concurrency": options.concurrency is not None,
    }
    for flag, is_given in given.items():
        if is_given:
            raise UsageError(f"`--all` looks at all events; leave `{flag}` out")


def chosen_event(config: Config, options: EventOptions, directory: str) -> tuple[Event, str | None]:
    """The event the command line asks for, and where its branch comes from if nobody named one.

    Raises `UsageError` for what no event can be.
    """
    values = dict(typed_values(pairs("--value", options.values)))
    branch = options.branch or _text(values.pop("pipeline.git.branch", None))
    tag = options.tag or _text(values.pop("pipeline.git.tag", None))
    if branch is not None and tag is not None:
        raise UsageError("a pipeline runs on a branch or on a tag, not on both")
    if options.fork and options.kind not in {"push", "pull_request"}:
        raise UsageError(f"an event of kind `{options.kind}` does not come from a fork")
    note = None
    if branch is None and tag is None:
        branch = repository_around(directory).branch
        note = "the current branch" if branch is not None else "assumed; name another with `--branch`"
        branch = branch or _ASSUMED_BRANCH
    if options.fork:
        withheld = "secrets are withheld unless the project passes them to forks"
        note = withheld if note is None else f"{note}; {withheld}"
    given: dict[str, Data] = parameters_in(options.parameters_file) if options.parameters_file is not None else {}
    given |= pairs("--param", options.parameters)
    event = Event(
        kind=options.kind,
        branch=branch,
        tag=tag,
        is_fork=options.fork,
        parameters=typed_parameters(config, given),
        values=tuple(values.items()),
    )
    return event, note


def jobs_named(workflows: Iterable[PlannedWorkflow], name: str) -> list[tuple[PlannedWorkflow, PlannedJob]]:
    """The jobs a person means by a name: those of that final name, else all of a matrix, a group or an invoked job."""
    jobs = [(workflow, job) for workflow in workflows for job in workflow.jobs]
    exact = [(workflow, job) for workflow, job in jobs if job.name == name]
    return exact or [
        (workflow, job)
        for workflow, job in jobs
        if job.compiled is not None
        and name in {job.compiled.written, job.compiled.alias, job.compiled.job, job.compiled.group}
    ]


def _outcomes(first: Plan, options: SimulateOptions) -> dict[str, str]:
    outcomes = {}
    for flag, names, status in (
        ("--fail", options.fail, "failed"),
        ("--cancel", options.cancel, "canceled"),
        ("--hold", options.hold, "on_hold"),
    ):
        for name in names:
            for _, job in _known_jobs(first, name):
                if status == "on_hold" and job.type != "approval":
                    raise UsageError(f"`{flag}` takes an approval, and `{job.name}` is none")
                if status == "failed" and job.type in {"approval", "no-op", "lock", "unlock"}:
                    raise UsageError(f"`{flag}` does not take `{job.name}`: a job of type `{job.type}` never fails")
                outcomes[job.name] = status
    return outcomes


def _known_jobs(found: Plan, name: str) -> list[tuple[PlannedWorkflow, PlannedJob]]:
    jobs = jobs_named(found.workflows, name)
    if not jobs:
        known = dict.fromkeys(job.name for workflow in found.workflows for job in workflow.jobs)
        raise UsageError(f"no workflow has a job `{name}`{_hint(name, known)}")
    return jobs


def _only(found: Plan, names: Sequence[str], path: str) -> Plan:
    """The plan without the workflows that were not asked for."""
    _check_workflows([workflow.name for workflow in found.workflows], names, path)
    return found._replace(
        workflows=tuple(workflow for workflow in found.workflows if not names or workflow.name in names)
    )


def _check_workflows(known: Sequence[str], names: Sequence[str], path: str) -> None:
    for name in names:
        if name not in known:
            raise UsageError(f"`{path}` has no workflow `{name}`{_hint(name, known)}")


def _explain(found: Plan, options: SimulateOptions, style: PlanStyle) -> int:
    answers = _known_jobs(found, options.why or "")
    if options.format == "json":
        from wflint.report.plan_json import why_json

        write_result(why_json(found, answers), options.output)
    else:
        write_result(why_text(found, answers, style), options.output)
    return 0 if any(job.runs == "yes" for _, job in answers) else 1


def _write_plan(first: Plan, options: SimulateOptions, style: PlanStyle) -> None:
    from wflint.pipeline.rerun import rerun_from_failed

    again = rerun_from_failed(first) if options.rerun_from_failed else None
    if options.format == "json":
        from wflint.report.plan_json import plan_json

        write_result(plan_json(first, again, style.timeline), options.output)
        return
    text = plan_text(first, style)
    write_result(text if again is None else text + rerun_text(again, style), options.output)


def _timeline(found: Plan, durations: dict[str, float] | None, concurrency: int | None) -> Timeline | None:
    if durations is None:
        if concurrency is not None:
            raise UsageError("`--concurrency` needs to know how long jobs take; name a file with `--durations`")
        return None
    from wflint.pipeline.times import timeline

    result = timeline(found, durations, concurrency)
    if result.unknown:
        names = ", ".join(f"`{name}`" for name in result.unknown)
        print(f"no duration is given for {names}; they count as taking no time", file=sys.stderr)
    return result


def _durations(path: str) -> dict[str, float]:
    import json

    try:
        data = json.loads(read_source(path).text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"`{path}` is no JSON: {error}") from error
    if not isinstance(data, dict):
        raise UsageError(f"`{path}` must be an object of job names and seconds")
    for name, value in data.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _LONGEST:
            raise UsageError(f"`{path}`: the duration of `{name}` must be a number of seconds")
    return {name: float(value) for name, value in data.items()}


def _now(event: Event) -> datetime | None:
    """The time in UTC if the event is a schedule."""
    if event.kind != "schedule":
        return None
    from datetime import UTC, datetime

    return datetime.now(UTC)


def _text(value: Data) -> str | None:
    return value if isinstance(value, str) and value else None


def _hint(name: str, known: Iterable[str]) -> str:
    names = list(known)
    listed = ", ".join(f"`{each}`" for each in names[:10]) + (", …" if len(names) > 10 else "")
    return f"; {did_you_mean(name, names) or (f'there is {listed}' if names else 'there is none')}"
