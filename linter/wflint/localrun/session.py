"""One local run of one workflow, from its plan to its end: everything it needs is made, used and put away."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from wflint.localrun.ancestry import ancestors, needs_of
from wflint.localrun.approvals import Approvals
from wflint.localrun.backends import mapped_plan, sandbox_spec, shared_host_paths, unsupported
from wflint.localrun.bus import Bus
from wflint.localrun.fidelity import differences
from wflint.localrun.gating import workflow_status
from wflint.localrun.interruption import Interruption, signals
from wflint.localrun.jobrunner import World
from wflint.localrun.masking import masked_values, masking
from wflint.localrun.recording import Recorder
from wflint.localrun.resume import fingerprint
from wflint.localrun.run import RunSettings, run_workflow
from wflint.localrun.sandbox.choose import make_sandbox
from wflint.localrun.sandbox.protocol import SandboxError
from wflint.localrun.standby import Standby
from wflint.localrun.stores.filed import FileStores

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager

    from wflint.localrun.backends import SessionSettings
    from wflint.localrun.checkout import Snapshot
    from wflint.localrun.environment import Surroundings
    from wflint.localrun.events import Event
    from wflint.localrun.operations import JobPlan, NodePlan, WorkflowPlan
    from wflint.localrun.resume import Resumption
    from wflint.localrun.sandbox.choose import Choice
    from wflint.localrun.sandbox.protocol import Fidelity, Sandbox
    from wflint.localrun.stores.protocol import Shims
    from wflint.localrun.stores.state import RunDirectory, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A workflow about to be run: its plan, the backend of every job with nodes, where the run is kept.

    `environment` is the user's. `shims` makes the commands that steps find on their PATH.
    """

    plan: WorkflowPlan
    choices: Mapping[str, Choice]
    settings: SessionSettings
    surroundings: Surroundings
    state: State
    run: RunDirectory
    snapshot: Snapshot | None
    shims: Shims
    environment: Mapping[str, str]
    resumption: Resumption | None = None
    headline: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnd:
    """How a session ended: statuses in the order of the config, seconds of the jobs that ran, the whole time.

    `signal` interrupted it; `has_bug`: an error of ours made a job fail.
    """

    status: str
    statuses: dict[str, str]
    seconds: dict[str, float]
    elapsed: float
    differences: tuple[str, ...]
    signal: int | None
    has_bug: bool


def run_session(
    session: Session, attend: Callable[[Bus, Approvals], AbstractContextManager[Callable[[Event], None]]]
) -> SessionEnd:
    """Run a session to its end.

    `attend` is entered while the loop runs and gives who is told all events; it may let somebody answer approvals.
    """
    return asyncio.run(_run(session, attend))


async def _run(
    session: Session, attend: Callable[[Bus, Approvals], AbstractContextManager[Callable[[Event], None]]]
) -> SessionEnd:
    loop = asyncio.get_running_loop()
    start = loop.time()
    bus, interruption = Bus(), Interruption()
    approvals = Approvals(session.settings.approved)
    ledger = _Ledger()
    recorder = Recorder(session.run, lambda text: bus.say("note", level="error", text=text))
    settled = session.resumption.settled if session.resumption is not None else {}
    settings = RunSettings(
        slots=session.settings.slots,
        decide=approvals.decide,
        settled=settled,
        apart=frozenset(shared_host_paths(session.plan, session.choices, session.settings).values()),
        fail_fast=session.settings.fail_fast,
    )
    try:
        with attend(bus, approvals) as view, signals(interruption, bus):
            for listener in (recorder, ledger, view):
                bus.listen(listener)
            bus.say("run.started", **_told(session))
            plan = mapped_plan(session.plan, session.choices, session.settings, session.run)
            world = _world(session, bus, interruption, ledger)
            found = await run_workflow(plan, world, settings, stop=interruption.stop)
            statuses = {job.name: found[job.name] for job in session.plan.jobs}
            signal = interruption.number
            status = "canceled" if signal is not None else workflow_status(statuses.values())
            elapsed = loop.time() - start
            different = differences(session.plan, ledger.of_jobs_that_ran, session.surroundings.contexts.keys())
            bus.say(
                "run.finished",
                status=status,
                statuses=statuses,
                seconds=round(elapsed, 3),
                differences=list(different),
            )
            # What jobs left is still being removed, and a signal must not end that.
            await loop.shutdown_default_executor()
    finally:
        recorder.close()
    return SessionEnd(
        status=status,
        statuses=statuses,
        seconds=ledger.seconds,
        elapsed=elapsed,
        differences=different,
        signal=signal,
        has_bug=ledger.has_bug,
    )


class _Ledger:
    """What is remembered of a run for its end."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.fidelities: dict[str, Fidelity] = {}
        self.has_bug = False

    @property
    def of_jobs_that_ran(self) -> dict[str, Fidelity]:
        """Their sandboxes; there may be some of jobs whose turn never came."""
        return {name: each for name, each in self.fidelities.items() if name in self.seconds}

    def __call__(self, event: Event) -> None:
        if event.type == "internal":
            self.has_bug = True
        elif event.type == "job.finished" and event.node is None and event.data.get("seconds") is not None:
            self.seconds[event.job or ""] = event.data["seconds"]


def _world(session: Session, bus: Bus, interruption: Interruption, ledger: _Ledger) -> World:
    upstream = ancestors(session.plan)
    numbers = {job.name: position for position, job in enumerate(session.plan.jobs, 1)}
    secrets = masked_values(
        variable for job in session.plan.jobs for node in job.nodes[:1] for variable in node.environment
    )

    def sandbox(job: JobPlan, node: NodePlan) -> Sandbox:
        reason = unsupported(job)
        if reason is not None:
            raise SandboxError(reason)
        spec = sandbox_spec(job, node, session.settings, session.run)
        made = make_sandbox(session.choices[job.name], spec, session.environment)
        ledger.fidelities[job.name] = made.fidelity
        return made

    return World(
        bus=bus,
        stores=FileStores(
            places=session.run.places(session.state, artifacts=session.settings.artifacts),
            workspace=session.run.workspace,
            caches=session.state.caches if session.settings.use_caches else None,
            snapshot=session.snapshot,
            upstream=upstream,
        ),
        shims=session.shims,
        standby=Standby(sandbox, session.settings.slots),
        masked=masking(secrets),
        values=lambda job, _: _values(session, job, numbers[job.name]),
        upstream=upstream,
        limit=session.settings.limit,
        keep=session.settings.keep,
        hurry=interruption.hurry,
    )


def _values(session: Session, job: JobPlan, position: int) -> dict[str, str]:
    """The built-in variables that only the run knows; ids are made of where it is kept."""
    values = {
        "CIRCLE_BUILD_NUM": str(session.run.number * 1000 + position),
        "CIRCLE_BUILD_URL": f"file://{session.run.path}",
        "CIRCLE_WORKFLOW_ID": _id(session.run.path),
        "CIRCLE_WORKFLOW_JOB_ID": _id(f"{session.run.path}/{job.name}"),
        "CIRCLE_WORKFLOW_WORKSPACE_ID": _id(f"{session.run.path}/workspace"),
    }
    revision = session.snapshot.revision if session.snapshot is not None else session.surroundings.repository.revision
    return values if revision is None else {**values, "CIRCLE_SHA1": revision}


def _id(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"file://{name}"))


def _told(session: Session) -> dict[str, Any]:
    """What is said when a run begins; `resume` reads it."""
    needs = needs_of(session.plan)
    return {
        "run": session.run.number,
        "workflow": session.plan.name,
        "event": session.surroundings.event.words,
        "revision": None if session.snapshot is None else session.snapshot.revision,
        "directory": session.run.path,
        "backends": {name: choice.backend for name, choice in session.choices.items()},
        "jobs": [
            {
                "name": job.name,
                "type": job.type,
                "nodes": len(job.nodes),
                "needs": list(needs[job.name]),
                "fingerprint": fingerprint(job),
            }
            for job in session.plan.jobs
        ],
        "headline": list(session.headline),
    }
