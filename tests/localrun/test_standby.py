from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.localrun.fake import FIDELITY, FakeSandbox, Ground, job, run_virtually, script, workflow

from wflint.localrun.run import RunSettings, run_workflow
from wflint.localrun.sandbox.protocol import SandboxError
from wflint.localrun.standby import Standby

if TYPE_CHECKING:
    from wflint.localrun.operations import JobPlan, NodePlan

ON_THIS_MACHINE = replace(FIDELITY, uses_image=False)
JOBS = tuple(job(name, script("say done")) for name in "abc")
NODES = tuple((each, each.nodes[0]) for each in JOBS)


class Slow(FakeSandbox):
    """A sandbox that takes ten seconds to start, and fails the first so many times."""

    def __init__(self, failures: int = 0, *, is_container: bool = False) -> None:
        super().__init__()
        self.fidelity = FIDELITY if is_container else ON_THIS_MACHINE
        self.starts = self.started = 0
        self.failures = failures

    async def start(self) -> None:
        self.starts += 1
        await asyncio.sleep(10)
        if self.starts <= self.failures:
            raise SandboxError("no room")
        self.started += 1


class Yard:
    """Sandboxes by the names of their jobs, and what holds them ready."""

    def __init__(self, *sandboxes: Slow, most: int = 2) -> None:
        self.sandboxes = dict(zip("abc", sandboxes, strict=False))
        self.standby = Standby(self._make, most)

    def _make(self, job: JobPlan, _: NodePlan) -> FakeSandbox:
        if job.name not in self.sandboxes:
            raise SandboxError("there is no such sandbox")
        return self.sandboxes[job.name]


def test_a_sandbox_that_was_expected_has_started_when_its_turn_comes() -> None:
    async def work() -> float:
        yard = Yard(Slow())
        yard.standby.expect(NODES)
        yard.standby.expect(NODES)
        await asyncio.sleep(7)
        sandbox, started = yard.standby.take(*NODES[0])
        await started
        await yard.standby.close()
        assert sandbox is yard.sandboxes["a"]
        assert (yard.sandboxes["a"].starts, yard.sandboxes["a"].stops) == (1, 0)
        return asyncio.get_running_loop().time()

    assert run_virtually(work()) == 10


def test_only_those_that_come_next_are_started_early_and_no_containers() -> None:
    async def work() -> list[int]:
        yard = Yard(Slow(is_container=True), Slow(), Slow(), most=2)
        yard.standby.expect(NODES)
        await asyncio.sleep(0)
        await yard.standby.close()
        return [sandbox.starts for sandbox in yard.sandboxes.values()]

    assert run_virtually(work()) == [0, 1, 0]


def test_those_whose_turn_never_comes_are_not_added_to_without_end() -> None:
    async def work() -> list[int]:
        yard = Yard(Slow(), Slow(), Slow(), most=1)
        for node in NODES:
            yard.standby.expect([node])
        await asyncio.sleep(0)
        await yard.standby.close()
        return [sandbox.starts for sandbox in yard.sandboxes.values()]

    assert run_virtually(work()) == [1, 1, 0]


def test_what_is_not_taken_is_stopped() -> None:
    async def work() -> None:
        yard = Yard(Slow(), Slow(failures=1))
        yard.standby.expect(NODES)
        await asyncio.sleep(11)
        await yard.standby.close()
        await yard.standby.close()
        assert [sandbox.stops for sandbox in yard.sandboxes.values()] == [1, 1]

    run_virtually(work())


@pytest.mark.parametrize(("failures", "ends"), [(1, 1), (2, 0)])
def test_an_early_start_that_failed_is_repeated_once_at_its_turn(failures: int, ends: int) -> None:
    async def work() -> None:
        yard = Yard(Slow(failures))
        yard.standby.expect(NODES)
        await asyncio.sleep(11)
        sandbox, started = yard.standby.take(*NODES[0])
        if ends:
            await started
        else:
            with pytest.raises(SandboxError, match="no room"):
                await started
        await sandbox.stop()
        assert (yard.sandboxes["a"].starts, yard.sandboxes["a"].started) == (2, ends)

    run_virtually(work())


def test_jobs_in_a_row_do_not_wait_for_sandboxes_but_the_first() -> None:
    sleep = script("sleep 10")
    plan = workflow(job("a", sleep), *(job(after, sleep, needs=(before,)) for before, after in ("ab", "bc", "cd")))

    async def work() -> float:
        ground = Ground(plan, sandbox=Slow, early=1)
        settings = RunSettings(slots=1, decide=_nobody)
        statuses = await run_workflow(plan, ground.world, settings, stop=asyncio.Event())
        assert statuses == dict.fromkeys("abcd", "success")
        return asyncio.get_running_loop().time()

    assert run_virtually(work()) == 10 + 4 * 10


def test_the_sandbox_of_a_job_that_does_not_run_is_stopped() -> None:
    plan = workflow(job("a", script("sleep 10; exit 1")), job("b", script("say b"), needs=("a",)))

    async def work() -> None:
        ground = Ground(plan, sandbox=Slow)
        settings = RunSettings(slots=1, decide=_nobody)
        statuses = await run_workflow(plan, ground.world, settings, stop=asyncio.Event())
        assert statuses == {"a": "failed", "b": "not_run"}
        assert [sandbox.stops for sandbox in ground.sandboxes.values()] == [1, 1]

    run_virtually(work())


async def _nobody(_: JobPlan) -> str:
    return "on_hold"
