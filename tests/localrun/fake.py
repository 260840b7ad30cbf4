"""A sandbox, stores and a clock that are no such things: runs in a test take no time and touch nothing."""

# ruff: noqa: ARG002 -- what stands for something takes all that the real one takes

from __future__ import annotations

import asyncio
import os
import selectors
import signal
from typing import TYPE_CHECKING, Any, TypeVar

from wflint.localrun.ancestry import ancestors
from wflint.localrun.bus import Bus
from wflint.localrun.jobrunner import World
from wflint.localrun.operations import (
    ConfigPlace,
    JobPlan,
    Need,
    NodePlan,
    PersistToWorkspace,
    RestoreCache,
    Run,
    SaveCache,
    StoreArtifacts,
    StoreTestResults,
    WorkflowPlan,
)
from wflint.localrun.sandbox.protocol import Fidelity, SandboxError
from wflint.localrun.standby import Standby
from wflint.localrun.stores.protocol import Outcome, Step, StepError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence

    from wflint.localrun.events import Event
    from wflint.localrun.operations import Operation

T = TypeVar("T")
PLACE = ConfigPlace(path="config.yml", line=1, column=1)
FIDELITY = Fidelity(
    backend="fake", exact_paths=True, own_processes=True, own_network=True, uses_image=True, writable_system=True
)


class VirtualLoop(asyncio.SelectorEventLoop):
    """A loop whose clock jumps to the next thing that is due as soon as nothing else is to be done."""

    def __init__(self) -> None:
        self._now = 0.0
        super().__init__(_VirtualSelector(self))

    def time(self) -> float:
        return self._now

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self._now += seconds


class _VirtualSelector(selectors.DefaultSelector):
    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready:
            assert timeout is not None, "everybody waits for each other"
            self._loop.advance(max(timeout, 0))
        return ready


def run_virtually(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end in virtual time."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(work)


class FakeProcess:
    """A script in a small language: one word and its argument a line.

    `say TEXT`, `sleep SECONDS`, `exit CODE`, `deaf` (does not end when asked), `halt` (as the shim does), `forget`
    (a child keeps the output open).
    """

    def __init__(self, script: str, output: int, sandbox: FakeSandbox) -> None:
        self._output = os.dup(output)
        self._sandbox = sandbox
        self._is_deaf = False
        self._task = asyncio.create_task(self._run(script))
        self.signals: list[int] = []

    async def wait(self) -> int:
        await asyncio.wait({self._task})
        return self._task.result() if not self._task.cancelled() else 128 + self.signals[-1]

    async def signal(self, number: int) -> None:
        self.signals.append(number)
        if number == signal.SIGKILL or not self._is_deaf:
            self._task.cancel()

    @property
    def has_ended(self) -> bool:
        """Whether nothing of it runs any more."""
        return self._task.done()

    def end(self) -> None:
        """Kill it, as the end of its sandbox does."""
        if not self._task.done():
            self.signals.append(signal.SIGKILL)
            self._task.cancel()

    async def _run(self, script: str) -> int:
        try:
            for line in script.splitlines():
                word, _, argument = line.strip().partition(" ")
                match word:
                    case "say":
                        os.write(self._output, f"{argument}\n".encode())
                    case "sleep":
                        await asyncio.sleep(float(argument))
                    case "exit":
                        return int(argument)
                    case "deaf":
                        self._is_deaf = True
                    case "halt":
                        self._sandbox.is_halted = True
                    case "forget":
                        self._sandbox.left_open.append(os.dup(self._output))
                    case "crash":
                        raise SandboxError("the backend is gone")
            return 0
        finally:
            os.close(self._output)


class FakeSandbox:
    """An environment that remembers what was done in it."""

    fidelity = FIDELITY
    home = "/home/me"
    control = "/control"

    def __init__(self, *, fails_to_start: bool = False, has_bash: bool = True) -> None:
        self.environment: Mapping[str, str] = {"HOME": "/home/me", "PATH": "/bin"}
        self.files: dict[str, bytes] = {}
        self.directories: list[str] = []
        self.spawned: list[tuple[tuple[str, ...], dict[str, str], str]] = []
        self.processes: list[FakeProcess] = []
        self.left_open: list[int] = []
        self.is_halted = False
        self.stops = 0
        self.is_kept = False
        self._fails_to_start = fails_to_start
        self._has_bash = has_bash

    async def start(self) -> None:
        if self._fails_to_start:
            raise SandboxError("no such backend")

    async def spawn(
        self, argv: Sequence[str], *, environment: Mapping[str, str], directory: str, output: int
    ) -> FakeProcess:
        self.spawned.append((tuple(argv), dict(environment), directory))
        process = FakeProcess(self.files[argv[-1]].decode(), output, self)
        self.processes.append(process)
        return process

    async def make_directory(self, path: str) -> None:
        self.directories.append(path)

    async def write(self, path: str, content: bytes, *, mode: int = 0o644) -> None:
        assert mode
        self.files[path] = content

    async def listen(self, path: str, output: int) -> None:
        raise NotImplementedError

    async def pack(self, base: str, members: Sequence[str], output: int) -> None:
        raise NotImplementedError

    async def unpack(self, base: str, archive: int) -> None:
        raise NotImplementedError

    async def glob(self, base: str, patterns: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        there = {"/bin/bash"} if self._has_bash else set()
        return tuple((pattern,) if f"{base}/{pattern}" in there else () for pattern in patterns)

    async def stop(self, *, keep: bool = False) -> None:
        self.stops += 1
        self.is_kept = keep
        for process in self.processes:
            process.end()
        for descriptor in self.left_open:
            os.close(descriptor)
        self.left_open.clear()


class FakeStores:
    """Stores that note who asked for what; a path or key `bad` fails, `broken` is an error of ours."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, int, object]] = []

    async def checkout(self, sandbox: FakeSandbox, path: str, step: Step) -> Outcome:
        return self._note("checkout", step, path)

    async def persist(self, sandbox: FakeSandbox, operation: PersistToWorkspace, step: Step) -> Outcome:
        return self._note("persist", step, operation.root)

    async def attach(self, sandbox: FakeSandbox, directory: str, upstream: Sequence[str], step: Step) -> Outcome:
        return self._note("attach", step, (directory, tuple(upstream)))

    async def save_cache(
        self, sandbox: FakeSandbox, operation: SaveCache, variables: Mapping[str, str], step: Step
    ) -> Outcome:
        return self._note("save_cache", step, (operation.key, dict(variables)))

    async def restore_cache(
        self, sandbox: FakeSandbox, operation: RestoreCache, variables: Mapping[str, str], step: Step
    ) -> Outcome:
        return self._note("restore_cache", step, operation.keys)

    async def store_artifacts(self, sandbox: FakeSandbox, operation: StoreArtifacts, step: Step) -> Outcome:
        return self._note("store_artifacts", step, operation.path)

    async def store_test_results(self, sandbox: FakeSandbox, operation: StoreTestResults, step: Step) -> Outcome:
        return self._note("store_test_results", step, operation.path)

    def _note(self, what: str, step: Step, about: object) -> Outcome:
        self.asked.append((what, step.job, step.node, about))
        if about == "/bad":
            raise StepError("there is nothing")
        if about == "/broken":
            raise ZeroDivisionError
        return Outcome(words=f"{what} done", warnings=("half of it",) if about == "/half" else ())


class FakeShims:
    """Shims that only know whether a fake script said `halt`."""

    def directory(self, sandbox: FakeSandbox) -> str:
        return f"{sandbox.control}/bin"

    async def install(self, sandbox: FakeSandbox, step: Step) -> None:
        sandbox.files["installed"] = step.job.encode()

    async def serve(self, sandbox: FakeSandbox, step: Step) -> None:
        await asyncio.Event().wait()

    async def is_halted(self, sandbox: FakeSandbox) -> bool:
        return sandbox.is_halted


class Ground:
    """What a run in a test stands on, and what was said about it."""

    def __init__(
        self,
        plan: WorkflowPlan,
        *,
        sandbox: Callable[[], FakeSandbox] = FakeSandbox,
        limit: float = 1e6,
        values: Mapping[str, str] | None = None,
        secret: str | None = None,
        keep: bool = False,
        early: int = 2,
    ) -> None:
        self.events: list[Event] = []
        self.sandboxes: dict[tuple[str, int], FakeSandbox] = {}
        self.stores = FakeStores()
        self.bus = Bus(clock=lambda: 0.0)
        self.bus.listen(self.events.append)

        def make(job: JobPlan, node: NodePlan) -> FakeSandbox:
            return self.sandboxes.setdefault((job.name, node.index), sandbox())

        def masked() -> Callable[[str | None], str]:
            return lambda text: "" if text is None else text.replace(secret, "****") if secret else text

        self.world = World(
            bus=self.bus,
            stores=self.stores,  # type: ignore[arg-type] # it works on fake sandboxes only
            shims=FakeShims(),  # type: ignore[arg-type] # as above
            standby=Standby(make, early),
            masked=masked,
            values=lambda _job, _node: values or {},
            upstream=ancestors(plan),
            limit=limit,
            keep=keep,
            hurry=asyncio.Event(),
        )

    def said(self, kind: str, *fields: str) -> list[tuple[object, ...]]:
        """The events of a type: job, node, step, and some of their data."""
        return [
            (event.job, event.node, event.step, *(event.data.get(field) for field in fields))
            for event in self.events
            if event.type == kind
        ]

    @property
    def output(self) -> str:
        """Everything that steps wrote, in order."""
        return "".join(str(event.data["text"]) for event in self.events if event.type == "output")


def script(text: str, **fields: Any) -> Run:
    """A step that runs a fake script; `;` ends a line of it."""
    command = "\n".join(line.strip() for line in text.split(";"))
    return Run(name=text, place=PLACE, command=command, directory="~/project", **fields)


def job(
    name: str,
    *operations: Operation,
    needs: Mapping[str, Iterable[str]] | Sequence[str] = (),
    nodes: int = 1,
    kind: str = "build",
    serial_group: str | None = None,
) -> JobPlan:
    """A job; `needs` are names, or names with statuses."""
    wanted = needs.items() if not isinstance(needs, tuple | list) else [(each, ("success",)) for each in needs]  # type: ignore[union-attr] # a mapping
    return JobPlan(
        name=name,
        type=kind,
        place=PLACE,
        needs=tuple(Need(job=each, statuses=frozenset(statuses)) for each, statuses in wanted),
        executor="docker" if kind == "build" else None,
        nodes=tuple(
            NodePlan(index=index, total=nodes, environment=(), working_directory="~/project", operations=operations)
            for index in range(nodes if kind == "build" else 0)
        ),
        serial_group=serial_group,
    )


def workflow(*jobs: JobPlan, reruns: int = 0) -> WorkflowPlan:
    """A workflow of some jobs."""
    return WorkflowPlan(name="w", jobs=jobs, max_auto_reruns=reruns)
