"""A runner to be killed: it starts a sandbox with processes that outlive their step, and waits."""

from __future__ import annotations

import asyncio
import sys

from tests.localrun.sandbox.bench import Bench, made
from tests.localrun.sandbox.contract.lifetimes import SURVIVORS


async def hold(backend: str, directory: str, token: str) -> None:
    sandbox = made(backend, directory)
    await sandbox.start()
    bench = Bench(backend, directory, sandbox, "/tmp")
    step = f"{SURVIVORS.format(token=token)}\nexec sleep {token}"
    asyncio.get_running_loop().create_task(bench.shell(step)).add_done_callback(lambda done: done.result())
    await asyncio.sleep(1)
    sys.stdout.write("up\n")
    sys.stdout.flush()
    await asyncio.sleep(60)


if __name__ == "__main__":
    asyncio.run(hold(*sys.argv[1:]))
