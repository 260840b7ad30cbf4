"""The end of processes and sandboxes, also when nobody ends them in order."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.localrun.sandbox.bench import (
    ENGINES,
    collecting,
    exists,
    gone,
    made,
    processes_with,
    refusal,
)

if TYPE_CHECKING:
    from tests.localrun.sandbox.bench import Bench


SURVIVORS = """\
sleep {token} &
nohup sleep {token} >/dev/null 2>&1 &
setsid sleep {token} &
(setsid sh -c 'sleep {token} & sleep {token}' &) &
(trap '' TERM HUP INT; exec sleep {token}) &
sh -c 'trap "" TERM HUP; (setsid sleep {token} &); exec sleep {token}' &
"""
"""Six ways to outlive the step that started them."""


async def orphans_that_end_do_not_stay(bench: Bench) -> None:
    await bench.shell("for i in 1 2 3; do (setsid sh -c 'sleep 0.05' >/dev/null 2>&1 &); done; sleep 0.3")
    ended = await bench.shell("grep -l '^State:.Z' /proc/[0-9]*/status 2>/dev/null | wc -l")

    assert ended.text == "0" or bench.backend == "host"


async def stopping_leaves_no_process(bench: Bench) -> None:
    token = f"{os.getpid()}.{int.from_bytes(os.urandom(3), 'big')}"
    async with bench.fresh() as sandbox:
        async with collecting() as (_, write_end):
            process = await bench.start(
                "sh", "-c", SURVIVORS.format(token=token), output=write_end, sandbox=sandbox, directory="/tmp"
            )
            os.close(write_end)
            await process.wait()
            await asyncio.sleep(0.2)
        before = len(processes_with(token))
    left = await gone(token, seconds=2)

    assert (before >= 6, left) == (True, True)


async def waiting_ends_when_the_sandbox_is_stopped(bench: Bench) -> None:
    async with bench.fresh() as sandbox, collecting() as (_, write_end):
        process = await bench.start("sleep", "60", output=write_end, sandbox=sandbox, directory="/tmp")
        os.close(write_end)
        waiting = asyncio.create_task(process.wait())
        await asyncio.sleep(0.05)
        await sandbox.stop()

        assert await waiting == 137


async def a_sandbox_is_stopped_twice_and_then_refuses(bench: Bench) -> None:
    async with bench.fresh() as sandbox:
        await sandbox.stop()
        await sandbox.stop()

        assert await refusal(sandbox.write("/tmp/x", b""))


async def a_sandbox_that_was_not_started_refuses_and_can_be_stopped(bench: Bench) -> None:
    sandbox = made(bench.backend, os.path.join(bench.scratch, "never"))

    assert await refusal(sandbox.write("/tmp/x", b""))
    await sandbox.stop()


async def stopping_removes_the_files_unless_they_are_kept(bench: Bench) -> None:
    kept = os.path.join(bench.scratch, "kept")
    for keep in (True, False):
        sandbox = made(bench.backend, kept)
        await sandbox.start()
        script = "mkdir -p ~/closed/below; touch ~/closed/below/file; chmod 0 ~/closed/below ~/closed"
        await bench.run("sh", "-c", script, sandbox=sandbox, directory="/tmp")
        await sandbox.stop(keep=keep)

        assert exists(kept) == (keep and bench.backend not in ENGINES)


async def nothing_survives_a_runner_that_is_killed(bench: Bench) -> None:
    token = f"{os.getpid()}.{int.from_bytes(os.urandom(3), 'big')}"
    runner = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.localrun.sandbox.holding", bench.backend, os.path.join(bench.scratch, "killed")),
        token,
        stdout=subprocess.PIPE,
    )
    assert runner.stdout is not None
    said = await runner.stdout.readline()
    before = len(processes_with(token))
    runner.kill()
    await runner.wait()
    left = await gone(token, seconds=10)

    assert (said, before >= 6, left) == (b"up\n", True, True)
