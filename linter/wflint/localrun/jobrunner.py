"""Run one node of a job: its operations in order on a sandbox, every one told as events."""

from __future__ import annotations

import asyncio
import codecs
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wflint.localrun.commands import Ending, default_shell, start_script, watch
from wflint.localrun.environment import step_environment
from wflint.localrun.keys import key_environment
from wflint.localrun.operations import (
    AttachWorkspace,
    Checkout,
    PersistToWorkspace,
    RestoreCache,
    Run,
    SaveCache,
    StoreArtifacts,
    StoreTestResults,
    Unsupported,
)
from wflint.localrun.output import OutputPipe
from wflint.localrun.paths import at_home
from wflint.localrun.plan_json import KINDS
from wflint.localrun.sandbox.protocol import SandboxError
from wflint.localrun.stores.protocol import Outcome, Step, StepError
from wflint.localrun.view.style import duration

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from wflint.localrun.bus import Bus
    from wflint.localrun.operations import JobPlan, NodePlan, Operation
    from wflint.localrun.sandbox.protocol import Process, Sandbox
    from wflint.localrun.standby import Standby
    from wflint.localrun.stores.protocol import Shims, Stores


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What the nodes of a run share.

    `standby` has the environments of nodes. `masked` gives a filter for the output of one step,
    which takes texts as they come and gives back what may be shown; called with None it gives the rest. `values` are
    the built-in variables that only the run knows, for a node of a job. `upstream` are the jobs before each job.
    `limit` is how long a job may take, in seconds. `keep`: environments of nodes that fail are not removed. `hurry` is
    set when there is no time for a graceful end.
    """

    bus: Bus
    stores: Stores
    shims: Shims
    standby: Standby
    masked: Callable[[], Callable[[str | None], str]]
    values: Callable[[JobPlan, NodePlan], Mapping[str, str]]
    upstream: Mapping[str, Sequence[str]]
    limit: float
    keep: bool
    hurry: asyncio.Event


async def run_node(world: World, job: JobPlan, node: NodePlan) -> str:
    """Run a node; the result is `success` or `failed`. Nothing is raised but by being canceled.

    An error of ours is a failed job with the whole story in an `internal` event, not a broken run.
    """
    run = _NodeRun(world, job, node)
    world.bus.say("job.started", job=job.name, node=node.index)
    status, why = "canceled", None
    try:
        status, why = await _guarded(run, world)
    finally:
        await _closed(run, keep=world.keep and status == "failed")
        world.bus.say("job.finished", job=job.name, node=node.index, status=status, why=why)
    return status


async def _guarded(run: _NodeRun, world: World) -> tuple[str, str | None]:
    try:
        async with asyncio.timeout(world.limit):
            await run.start()
            return ("failed" if await run.operations() else "success"), None
    except TimeoutError:
        return "failed", f"it took longer than {duration(world.limit)}"
    except SandboxError as error:
        return "failed", str(error)
    except Exception as error:  # noqa: BLE001 -- whatever goes wrong in one job, the others go on
        run.say("internal", text=traceback.format_exc())
        return "failed", f"internal error: {type(error).__name__}: {error}"


async def _closed(run: _NodeRun, *, keep: bool) -> None:
    try:
        await run.close(keep=keep)
    except SandboxError as error:
        run.say("note", level="warning", text=f"the environment could not be removed: {error}")
    except Exception:  # noqa: BLE001 -- as above
        run.say("internal", text=traceback.format_exc())


class _NodeRun:
    """One node while it runs."""

    def __init__(self, world: World, job: JobPlan, node: NodePlan) -> None:
        self._world = world
        self._job = job
        self._node = node
        self._made: Sandbox | None = None
        self._variables: dict[str, str] = {}
        self._environment: dict[str, str] = {}
        self._shell: str | None = None
        self._serving: asyncio.Task[None] | None = None
        self._background: list[asyncio.Task[None]] = []
        self._pipes: list[OutputPipe] = []

    def say(self, kind: str, /, *, step: int | None = None, **data: object) -> None:
        """Say an event of this node."""
        self._world.bus.say(kind, job=self._job.name, node=self._node.index, step=step, **data)

    async def start(self) -> None:
        """Make the environment, up to the empty working directory."""
        sandbox, started = self._world.standby.take(self._job, self._node)
        self._made = sandbox
        await started
        step = self._step(0)
        bash_env = f"{sandbox.control}/bash_env"
        # At once, as each takes its time in a container.
        await asyncio.gather(
            self._world.shims.install(sandbox, step),
            sandbox.write(bash_env, b"", mode=0o666),
            sandbox.make_directory(at_home(self._node.working_directory, sandbox.home)),
        )
        self._serving = asyncio.create_task(self._world.shims.serve(sandbox, step))
        late = {
            **self._world.values(self._job, self._node),
            "BASH_ENV": bash_env,
            "CIRCLE_INTERNAL_TASK_DATA": sandbox.control,
            "CIRCLE_SHELL_ENV": bash_env,
        }
        self._environment = step_environment(self._node.environment, sandbox.environment, late)
        directory = self._world.shims.directory(sandbox)
        self._environment["PATH"] = f"{directory}:{self._environment.get('PATH', '/usr/local/bin:/usr/bin:/bin')}"
        self._variables = {
            name: late.get(name, each.value) for name, each in key_environment(self._node.environment).items()
        }

    async def operations(self) -> bool:
        """Run the steps in order; whether one failed."""
        has_failed = is_halted = False
        for number, operation in enumerate(self._node.operations):
            if is_halted or not _runs(operation, has_failed=has_failed):
                self.say("step.finished", step=number, name=operation.name, status="skipped")
                continue
            has_failed = not await self._run_step(number, operation) or has_failed
            if isinstance(operation, Run) and not operation.background:
                is_halted = await self._world.shims.is_halted(self._sandbox)
                if is_halted:
                    self.say("note", step=number, level="info", text="the job was ended by `circleci step halt`")
        return has_failed

    async def close(self, *, keep: bool) -> None:
        """End what still runs, and remove the environment unless it is to be kept."""
        if self._serving is not None:
            self._serving.cancel()
            await asyncio.wait({self._serving})
        for task in self._background:
            task.cancel()
        if self._background:
            await asyncio.wait(self._background)
        if self._made is not None:
            await self._made.stop(keep=keep)
        for pipe in self._pipes:
            pipe.close()

    @property
    def _sandbox(self) -> Sandbox:
        assert self._made is not None  # noqa: S101 -- steps run after the start
        return self._made

    async def _run_step(self, number: int, operation: Operation) -> bool:
        """Run one step; whether it went well."""
        loop = asyncio.get_running_loop()
        start = loop.time()
        place = operation.place
        self.say(
            "step.started",
            step=number,
            name=operation.name,
            kind=KINDS[type(operation)],
            path=place.path,
            line=place.line,
            column=place.column,
        )
        status, words, code = "canceled", "", None
        try:
            if isinstance(operation, Run):
                ending = await self._run(number, operation)
                if ending is None:
                    status, words = "background", "goes on in the background"
                else:
                    status, words, code = _judged(ending)
            else:
                outcome = await self._act(number, operation)
                for warning in outcome.warnings:
                    if warning != outcome.words:
                        self.say("note", step=number, level="warning", text=warning)
                if outcome.type is not None:
                    self.say(outcome.type, step=number, words=outcome.words, **outcome.data)
                status, words = ("unsupported" if isinstance(operation, Unsupported) else "success"), outcome.words
        except (StepError, SandboxError) as error:
            status, words = "failed", str(error)
        finally:
            seconds = round(loop.time() - start, 3)
            self.say(
                "step.finished",
                step=number,
                name=operation.name,
                status=status,
                words=words,
                code=code,
                seconds=seconds,
            )
        return status != "failed"

    async def _run(self, number: int, operation: Run) -> Ending | None:
        """Run a script, again if it fails and may be tried again; None for one that goes on in the background."""
        environment = {**self._environment, **{each.name: each.value for each in operation.environment}}
        shell = operation.shell
        if shell is None:
            self._shell = shell = self._shell or await default_shell(self._sandbox)
        for attempt in range(operation.reruns + 1):
            pipe = OutputPipe(self._printer(number))
            self._pipes.append(pipe)
            process = await start_script(
                self._sandbox, operation, shell=shell, name=f"{number:03}.sh", environment=environment, pipe=pipe
            )
            if operation.background:
                self._background.append(self._watched(number, process))
                return None
            ending = await watch(process, pipe, silence=operation.no_output_timeout, hurry=self._world.hurry)
            if await pipe.drain():
                self._pipes.remove(pipe)
            if ending.code == 0 or attempt == operation.reruns:
                break
            self.say(
                "note",
                step=number,
                level="warning",
                text=f"attempt {attempt + 1} of {operation.reruns + 1} failed with exit code {ending.code}",
            )
            await asyncio.sleep(operation.rerun_delay)
        return ending

    def _watched(self, number: int, process: Process) -> asyncio.Task[None]:
        """Say when a background step ends before its job does."""

        async def wait() -> None:
            code = await process.wait()
            self.say("note", step=number, level="info", text=f"the background step ended with exit code {code}")

        return asyncio.create_task(wait())

    def _printer(self, number: int) -> Callable[[bytes], None]:
        """What takes the output of a step: decoded, masked, said."""
        decode = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode
        mask = self._world.masked()

        def take(data: bytes) -> None:
            text = mask(decode(data)) if data else mask(decode(b"", final=True)) + mask(None)
            if text:
                self.say("output", step=number, text=text)

        return take

    async def _act(self, number: int, operation: Operation) -> Outcome:
        """Let the stores do what a step says that runs no script."""
        stores, sandbox, step = self._world.stores, self._sandbox, self._step(number)
        match operation:
            case Checkout(path=path):
                return await stores.checkout(sandbox, path, step)
            case PersistToWorkspace():
                return await stores.persist(sandbox, operation, step)
            case AttachWorkspace(directory=directory):
                return await stores.attach(sandbox, directory, self._world.upstream[self._job.name], step)
            case SaveCache():
                return await stores.save_cache(sandbox, operation, self._variables, step)
            case RestoreCache():
                return await stores.restore_cache(sandbox, operation, self._variables, step)
            case StoreArtifacts():
                return await stores.store_artifacts(sandbox, operation, step)
            case StoreTestResults():
                return await stores.store_test_results(sandbox, operation, step)
            case Unsupported(reason=reason):
                return Outcome(words=reason)
        raise TypeError(f"no way to run {type(operation).__name__}")

    def _step(self, number: int) -> Step:
        return Step(job=self._job.name, node=self._node.index, nodes=self._node.total, step=number)


def _runs(operation: Operation, *, has_failed: bool) -> bool:
    """Whether a step runs, after failures or without.

    Source: https://circleci.com/docs/reference/configuration-reference/#the-when-attribute
    """
    return operation.when == "always" or (operation.when == "on_fail") == has_failed


def _judged(ending: Ending) -> tuple[str, str, int]:
    if ending.reason is not None:
        return "failed", ending.reason, ending.code
    if ending.code == 0:
        return "success", "", 0
    return "failed", f"exit code {ending.code}", ending.code
