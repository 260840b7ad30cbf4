from __future__ import annotations

import asyncio
import os
import pty
import signal
import termios
from typing import TYPE_CHECKING

import pytest
from tests.localrun.fake import Ground, job, run_virtually, script, workflow

from wflint.errors import UsageError
from wflint.localrun.approvals import Approvals, keyboard, refuse_unknown_approvals
from wflint.localrun.bus import Bus
from wflint.localrun.interruption import Interruption, signals
from wflint.localrun.run import RunSettings, run_workflow

if TYPE_CHECKING:
    from wflint.localrun.operations import JobPlan, WorkflowPlan

HOLD = workflow(job("hold", kind="approval"), job("a", script("say a"), needs=("hold",)))


def run(
    plan: WorkflowPlan, *, approved: tuple[str, ...] = (), settled: dict[str, str] | None = None
) -> tuple[dict[str, str], Ground]:
    """Run a workflow on fakes: how its jobs ended, and what was said."""

    async def work() -> tuple[dict[str, str], Ground]:
        ground = Ground(plan)
        settings = RunSettings(slots=2, decide=Approvals(approved).decide, settled=settled or {})
        return await run_workflow(plan, ground.world, settings, stop=asyncio.Event()), ground

    return run_virtually(work())


def test_jobs_run_on_their_sandboxes_in_the_order_of_their_needs() -> None:
    statuses, ground = run(workflow(job("b", script("say b"), needs=("a",)), job("a", script("say a"))))

    assert statuses == {"a": "success", "b": "success"}
    assert ground.output == "a\nb\n"


def test_an_approval_that_was_given_lets_jobs_start() -> None:
    assert run(HOLD, approved=("hold",))[0] == {"hold": "success", "a": "success"}


def test_an_approval_that_nobody_gives_is_held() -> None:
    statuses, ground = run(HOLD)

    assert statuses == {"hold": "on_hold", "a": "blocked"}
    assert ground.said("hold", "status") == [("hold", None, None, "asked"), ("hold", None, None, "on_hold")]


def test_settled_jobs_are_said_to_be_reused() -> None:
    statuses, ground = run(HOLD, settled={"hold": "success"})

    assert statuses == {"hold": "success", "a": "success"}
    assert ("hold", None, None, "success", True) in ground.said("job.finished", "status", "reused")


def test_a_failed_workflow_is_rerun_as_often_as_it_says() -> None:
    plan = workflow(job("good", script("say good")), job("bad", script("exit 1")), reruns=2)
    statuses, ground = run(plan)

    assert statuses == {"good": "success", "bad": "failed"}
    assert ground.output == "good\n"
    assert len([each for each in ground.said("job.started") if each == ("bad", 0, None)]) == 3
    assert [text for *_, text in ground.said("note", "text")] == [
        "the workflow failed and is rerun from failed (1 of 2)",
        "the workflow failed and is rerun from failed (2 of 2)",
    ]


def test_an_approval_that_does_not_run_is_refused_with_a_hint() -> None:
    with pytest.raises(UsageError, match=r"no approval `hald` runs; did you mean `hold`\?"):
        refuse_unknown_approvals(["hald"], [HOLD])
    with pytest.raises(UsageError, match="no approval `a` runs; there is `hold`"):
        refuse_unknown_approvals(["a"], [HOLD])


@pytest.mark.parametrize(("keys", "answers"), [("yn", "success canceled"), ("?LY", "on_hold success")])
def test_keys_answer_the_approvals_in_the_order_they_were_asked(keys: str, answers: str) -> None:
    async def work() -> str:
        approvals = Approvals(())
        approvals.is_attended = True
        tasks = [asyncio.create_task(approvals.decide(_job(name))) for name in ("one", "two")]
        await asyncio.sleep(0)
        for key in keys:
            approvals.press(key)
        return " ".join([await task for task in tasks])

    assert run_virtually(work()) == answers


def _job(name: str) -> JobPlan:
    return job(name, kind="approval")


def test_a_terminal_is_as_before_after_keys_were_read_from_it() -> None:
    master, terminal = pty.openpty()
    before = termios.tcgetattr(terminal)

    async def work() -> str:
        approvals = Approvals(())
        with keyboard(approvals, terminal):
            assert termios.tcgetattr(terminal) != before
            answer = asyncio.create_task(approvals.decide(_job("hold")))
            await asyncio.sleep(0)
            os.write(master, b"y")
            return await answer

    assert asyncio.run(work()) == "success"
    assert termios.tcgetattr(terminal) == before
    os.close(master)
    os.close(terminal)


def test_the_first_signal_asks_and_the_second_kills() -> None:
    async def work() -> list[tuple[bool, bool]]:
        found = []
        interruption, bus = Interruption(), Bus()
        with signals(interruption, bus):
            for _ in range(2):
                os.kill(os.getpid(), signal.SIGINT)
                await asyncio.sleep(0.01)
                found.append((interruption.stop.is_set(), interruption.hurry.is_set()))
        assert interruption.number == signal.SIGINT
        return found

    assert asyncio.run(work()) == [(True, False), (True, True)]
