"""Execute what `wflint run` has planned: one run after the other, each shown as it goes and told at its end."""

from __future__ import annotations

import os
import shlex
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wflint.cli.running import INTERRUPTED
from wflint.cli.screen import Screen
from wflint.errors import FileError, UsageError
from wflint.localrun.approvals import refuse_unknown_approvals
from wflint.localrun.backends import SessionSettings, chosen_backends, shared_host_paths
from wflint.localrun.checkout import take_snapshot
from wflint.localrun.plan_json import plan_data
from wflint.localrun.reading import seconds
from wflint.localrun.recording import read_events
from wflint.localrun.removal import remove_empty, remove_tree
from wflint.localrun.resume import checks_out, earlier_run, resumption
from wflint.localrun.session import Session, run_session
from wflint.localrun.shims.serving import FileShims
from wflint.localrun.stores.collecting import forget_old
from wflint.localrun.stores.state import state_of
from wflint.localrun.stores.timings import read_timings
from wflint.localrun.view.summary import RunEnd, summary
from wflint.pipeline.reasons import and_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wflint.cli.running import Prepared, RunOptions
    from wflint.localrun.checkout import Snapshot
    from wflint.localrun.operations import WorkflowPlan
    from wflint.localrun.resume import Earlier, Resumption
    from wflint.localrun.sandbox.choose import Choice
    from wflint.localrun.session import SessionEnd
    from wflint.localrun.stores.state import RunDirectory, State
    from wflint.localrun.view.transcript import Transcript


_CODES = (3, INTERRUPTED, 1, 4, 0)
"""Exit codes, the most important first."""


def execute(prepared: Prepared, options: RunOptions) -> int:
    """Run all plans one after the other; the exit code is that of the worst, 130 after an interruption.

    Raises `WflintError` for what keeps a run from starting.
    """
    settings = _settings(options)
    state = state_of(prepared.surroundings.repository.root, os.environ, given=options.state_directory)
    if options.resumed is not None:
        prepared = replace(prepared, plans=_plans_of(options.resumed, prepared.plans, state))
    refuse_unknown_approvals(options.approve, prepared.plans)
    chosen = [(plan, chosen_backends(plan, settings)) for plan in prepared.plans]
    resumed = [_resumed(plan, state, options) if options.from_failed else None for plan in prepared.plans]
    _end_killed(state)
    forget_old(state)
    codes = []
    for (plan, choices), earlier in zip(chosen, resumed, strict=True):
        codes.append(_execute(prepared, options, settings, state, plan, choices, earlier))
        if codes[-1] == INTERRUPTED:
            break
    return next(code for code in _CODES if code in codes)


def _execute(
    prepared: Prepared,
    options: RunOptions,
    settings: SessionSettings,
    state: State,
    plan: WorkflowPlan,
    choices: Mapping[str, Choice],
    resumed: _Resumed | None,
) -> int:
    own = state.begin()
    run = own.directory
    try:
        snapshot = _snapshot(plan, prepared, run)
        kept = None
        if resumed is not None:
            revision = None if snapshot is None else snapshot.revision
            kept = resumption(plan, resumed.earlier, revision, reuse_outdated=options.force_reuse)
            run.workspace.reuse(resumed.run.workspace, kept.settled)
        headline = (
            f"run {run.number}, workflow {plan.name}: {prepared.surroundings.event.words}"
            + (f" ({prepared.note})" if prepared.note else ""),
            *_headline(choices, snapshot),
            *_sharing(shared_host_paths(plan, choices, settings)),
            *(_resuming(plan, resumed.run, kept) if resumed is not None and kept is not None else ()),
        )
        session = Session(
            plan=plan,
            choices=choices,
            settings=settings,
            surroundings=prepared.surroundings,
            state=state,
            run=run,
            snapshot=snapshot,
            shims=FileShims(read_timings(state.timings)),
            environment=os.environ,
            resumption=kept,
            headline=headline,
        )
        run.write(run.record, {"workflow": plan.name, "plan": plan_data(plan)})
        screen = Screen(options)
        end = run_session(session, screen.attend)
        remove_empty(run.sandboxes)
        run.write(run.result, {"status": end.status, "statuses": end.statuses, "seconds": round(end.elapsed, 3)})
        if options.format == "text":
            screen.tell(_told(session, end, screen.transcript))
    finally:
        remove_tree(run.source)
        own.close()
    return _code(end)


@dataclass(frozen=True, slots=True)
class _Resumed:
    """The run that is resumed, and what is known of it."""

    run: RunDirectory
    earlier: Earlier


def _settings(options: RunOptions) -> SessionSettings:
    limit = seconds(options.timeout)
    if limit is None or limit <= 0:
        raise UsageError(f"`--timeout` takes a duration such as `90s` or `1.5h`, not `{options.timeout}`")
    return SessionSettings(
        slots=options.slots or os.cpu_count() or 1,
        limit=limit,
        isolation=options.isolation,
        image=options.image,
        pull=options.pull,
        network=options.network,
        exposed=options.expose,
        mapped=options.mapped,
        allow_host_paths=options.allow_host_paths,
        approved=frozenset(options.approve),
        fail_fast=options.fail_fast,
        keep=options.keep,
        use_caches=not options.no_cache,
        artifacts=options.artifacts,
    )


def _plans_of(number: int, plans: Sequence[WorkflowPlan], state: State) -> tuple[WorkflowPlan, ...]:
    """The plan of the workflow that a run ran."""
    run = state.run(number)
    if run is None:
        raise UsageError(f"there is no run {number}; `wflint runs list` shows all")
    name = earlier_run(read_events(run.events)).workflow
    found = tuple(plan for plan in plans if plan.name == name)
    if not found:
        raise UsageError(f"run {number} is one of workflow `{name}`, which does not run now")
    return found


def _resumed(plan: WorkflowPlan, state: State, options: RunOptions) -> _Resumed:
    """The run to resume: the one asked for, else the last of this workflow."""
    asked = None if options.resumed is None else state.run(options.resumed)
    for run in reversed(state.runs()) if asked is None else (asked,):
        try:
            earlier = earlier_run(read_events(run.events))
        except FileError:
            continue
        if earlier.workflow == plan.name:
            if run.is_alive:
                raise UsageError(f"run {run.number} still goes on")
            return _Resumed(run, earlier)
    raise UsageError(f"there is no earlier run of workflow `{plan.name}` to resume; `wflint runs list` shows all")


def _end_killed(state: State) -> None:
    """Put away what runs left that were killed: processes, containers, sandboxes."""
    killed = [run for run in state.runs() if not os.path.exists(run.result) and not run.is_alive]
    if not killed:
        return
    from wflint.localrun.sandbox.orphans import end_orphans

    for said in end_orphans(("docker", "podman")):
        sys.stderr.write(f"wflint: {said}\n")
    for run in killed:
        for path in (run.sandboxes, run.source):
            remove_tree(path)
        with suppress(FileError):
            run.write(run.result, {"status": "killed"})


def _snapshot(plan: WorkflowPlan, prepared: Prepared, run: RunDirectory) -> Snapshot | None:
    """The files that jobs check out; None if none does."""
    if not any(map(checks_out, plan.jobs)):
        return None
    event = prepared.surroundings.event
    return take_snapshot(prepared.surroundings.repository.root, run.source, branch=event.branch, tag=event.tag)


def _headline(choices: Mapping[str, Choice], snapshot: Snapshot | None) -> Iterator[str]:
    """Of which files and where jobs are run."""
    if snapshot is not None:
        commit = "" if snapshot.revision is None else f" {snapshot.revision[:12]}"
        yield "  files    " + (
            f"as they are, which is not all committed: commit{commit}" if snapshot.is_changed else f"of commit{commit}"
        )
        yield from (f"           ! {warning}" for warning in snapshot.warnings)
    reasons: dict[str, dict[str, None]] = {}
    for choice in choices.values():
        reasons.setdefault(choice.backend, {})[choice.reason] = None
    for backend, why in reasons.items():
        others = f", and {len(why) - 1} more" if len(why) > 1 else ""
        yield f"  sandbox  {backend}: {next(iter(why))}{others}"


def _sharing(shared: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """Which jobs wait for each other, as all use a path of this machine."""
    paths: dict[frozenset[str], list[str]] = {}
    for path, jobs in shared.items():
        paths.setdefault(jobs, []).append(path)
    for jobs, used in paths.items():
        first, *others = sorted(jobs)
        who = f"jobs {and_list([first, *others])}" if others else f"nodes of {and_list([first])}"
        yield f"  apart    {who} run one after the other: they share {and_list(used)}"


def _resuming(plan: WorkflowPlan, run: RunDirectory, kept: Resumption) -> Iterator[str]:
    """What is reused of the run that is resumed, and why not more."""
    names = [job.name for job in plan.jobs if kept.settled.get(job.name) == "success"]
    yield f"  resumes  run {run.number}" + (f"; reuses {and_list(names)}" if names else "; nothing can be reused")
    if kept.changed:
        yield f"           {and_list(kept.changed)} changed since"
    outdated = [name for name in kept.outdated if name not in kept.changed]
    if outdated and not any(name in kept.settled for name in outdated):
        yield f"           files that {and_list(outdated)} check out changed since; `--force-reuse` does not care"
    elif outdated:
        yield "           ! files have changed since: what is reused was made of those of then"


def _told(session: Session, end: SessionEnd, transcript: Transcript) -> list[str]:
    """The lines at the end of a run."""
    run = session.run
    settled = session.resumption.settled if session.resumption is not None else {}
    places = {"logs": run.logs, "artifacts": session.settings.artifacts or run.artifacts}
    return summary(
        RunEnd(
            workflow=session.plan.name,
            status=end.status,
            elapsed=end.elapsed,
            statuses=end.statuses,
            seconds=end.seconds,
            reused=frozenset(settled),
            logs={
                (each.job, each.node, each.step): run.log(each.job, each.node, each.step)
                for each in transcript.failures
                if os.path.exists(run.log(each.job, each.node, each.step))
            },
            places={what: path for what, path in places.items() if os.path.isdir(path)},
            differences=end.differences,
            advice=tuple(_advice(session, end)),
        ),
        transcript,
        color=transcript.color,
        quiet=transcript.quiet,
    )


def _advice(session: Session, end: SessionEnd) -> Iterator[str]:
    held = [name for name, status in end.statuses.items() if status == "on_hold"]
    if end.status in {"failed", "canceled"}:
        yield "the same command with `--from-failed` runs only what is left"
    elif held:
        options = " ".join(f"--approve {shlex.quote(name)}" for name in held)
        yield f"the same command with `--from-failed {options}` goes on"
    if session.settings.keep and os.path.isdir(session.run.sandboxes):
        yield f"what failed jobs left is in {session.run.sandboxes}"


def _code(end: SessionEnd) -> int:
    if end.has_bug:
        return 3
    if end.signal is not None:
        return INTERRUPTED
    return {"success": 0, "on_hold": 4}.get(end.status, 1)
