"""Run scenarios of the contract on a backend and print how each went, as JSON: what is wrong, or null.

It is a program of its own, so that it can run as another user than the tests.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
import tempfile
import traceback
from typing import TYPE_CHECKING

from tests.localrun.sandbox.bench import Bench, made
from tests.localrun.sandbox.scenarios import SCENARIOS

if TYPE_CHECKING:
    from collections.abc import Iterable

_LIMIT = 60.0
"""Seconds a scenario may take."""


async def outcomes(backend: str, names: Iterable[str]) -> dict[str, str | None]:
    scratch = tempfile.mkdtemp(prefix="wflint-contract-")
    sandbox = made(backend, os.path.join(scratch, "shared"))
    await sandbox.start()
    found: dict[str, str | None] = {}
    try:
        for name in names:
            bench = Bench(backend, scratch, sandbox, f"{sandbox.home}/{name}")
            try:
                await asyncio.wait_for(SCENARIOS[name](bench), _LIMIT)
            except Exception:  # noqa: BLE001 -- it is reported
                found[name] = traceback.format_exc()
            else:
                found[name] = None
    finally:
        await sandbox.stop()
        shutil.rmtree(scratch, ignore_errors=True)
    return found


if __name__ == "__main__":
    json.dump(asyncio.run(outcomes(sys.argv[1], sys.argv[2:])), sys.stdout)
