"""How steps run, are told signals, and end."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import TYPE_CHECKING

from tests.localrun.sandbox.bench import (
    collecting,
    gone,
)

if TYPE_CHECKING:
    from tests.localrun.sandbox.bench import Bench


async def exit_codes_are_kept(bench: Bench) -> None:
    codes = [(await bench.shell(f"exit {code}")).code for code in (0, 1, 3, 255)]

    assert codes == [0, 1, 3, 255]


async def death_by_a_signal_is_128_and_its_number(bench: Bench) -> None:
    assert (await bench.shell("kill -9 $$")).code == 137


async def a_signal_reaches_the_handler_of_the_step(bench: Bench) -> None:
    async with collecting() as (received, write_end):
        step = "trap 'echo asked; exit 3' TERM; echo up; while :; do sleep 0.1; done"
        process = await bench.start("sh", "-c", step, output=write_end)
        os.close(write_end)
        await received.until(b"up")
        await process.signal(signal.SIGTERM)
        code = await process.wait()
        await received.drained()

    # BusyBox tells of the child that ended, too.
    assert (code, bytes(received.data).split()[-1]) == (3, b"asked")


async def a_signal_reaches_the_children_of_the_step(bench: Bench) -> None:
    async with collecting() as (received, write_end):
        process = await bench.start("sh", "-c", "sleep 4141.1 & echo up; wait", output=write_end)
        os.close(write_end)
        await received.until(b"up")
        await process.signal(signal.SIGKILL)
        code = await process.wait()
        left = await gone("4141.1", seconds=5)

    assert (code, left) == (137, True)


async def a_signal_to_a_process_that_has_ended_is_no_error(bench: Bench) -> None:
    async with collecting() as (_, write_end):
        process = await bench.start("true", output=write_end)
        os.close(write_end)
        await process.wait()
        await process.signal(signal.SIGTERM)

        assert await process.wait() == 0


async def a_step_that_kills_its_group_leaves_the_sandbox_alone(bench: Bench) -> None:
    assert (await bench.shell("kill -9 0")).code == 137
    assert (await bench.shell("echo here")).text == "here"


async def both_outputs_come_in_the_order_they_were_written(bench: Bench) -> None:
    script = "i=0; while [ $i -lt 300 ]; do echo o$i; echo e$i >&2; i=$((i+1)); done"

    assert (await bench.shell(script)).text.split() == [f"{stream}{i}" for i in range(300) for stream in "oe"]


async def a_line_of_thirty_megabytes_arrives_whole(bench: Bench) -> None:
    ended = await bench.shell("head -c 30000000 /dev/zero | tr '\\0' x")

    assert ended.output == b"x" * 30_000_000


async def bytes_arrive_as_they_are(bench: Bench) -> None:
    every = bytes(range(256)) * 40
    await bench.sandbox.write(bench.path("every"), every)

    assert (await bench.run("cat", "every")).output == every


async def a_step_ends_though_a_child_keeps_its_output_open(bench: Bench) -> None:
    async with collecting() as (received, write_end):
        process = await bench.start("sh", "-c", "sleep 20 & echo done", output=write_end)
        os.close(write_end)
        code = await asyncio.wait_for(process.wait(), 10)
        await received.until(b"done")

    assert code == 0


async def there_is_nothing_to_read(bench: Bench) -> None:
    assert await bench.shell("cat; read line; echo $?") == (0, b"1\n")


async def a_command_that_does_not_exist_ends_with_127(bench: Bench) -> None:
    ended = await bench.run("no-such-command", "--option")

    assert (ended.code, b"no-such-command" in ended.output) == (127, True)


async def a_file_that_is_no_program_ends_with_126(bench: Bench) -> None:
    await bench.sandbox.write(bench.path("text"), b"nothing\n", mode=0o644)

    assert (await bench.run(bench.path("text"))).code == 126


async def commands_run_side_by_side(bench: Bench) -> None:
    ended = await asyncio.gather(*(bench.shell(f"sleep 0.1; echo {number}") for number in range(8)))

    assert [each.text for each in ended] == [str(number) for number in range(8)]
