"""Sandboxes for tests of what is stored: no isolation, all files below a temporary directory."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from wflint.localrun.sandbox.host import host_sandbox
from wflint.localrun.sandbox.protocol import SandboxSpec
from wflint.localrun.stores.capture import captured

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from wflint.localrun.sandbox.protocol import Sandbox


@asynccontextmanager
async def started(directory: Path, *, path: str | None = None) -> AsyncIterator[Sandbox]:
    """A sandbox whose home and control directories lie in a directory, which is made and removed again."""
    environment = dict(os.environ) if path is None else {**os.environ, "PATH": path}
    sandbox = host_sandbox(SandboxSpec(directory=str(directory), run="1", job="a"), environment)
    try:
        await sandbox.start()
        yield sandbox
    finally:
        await sandbox.stop()


async def sh(sandbox: Sandbox, script: str, **environment: str) -> str:
    """What a script prints in a sandbox's home directory; it must not fail."""
    code, text = await attempted(sandbox, script, **environment)
    assert code == 0, text
    return text


async def attempted(sandbox: Sandbox, script: str, **environment: str) -> tuple[int, str]:
    """The exit code of a script in a sandbox's home directory, and what it prints."""
    code, output = await captured(sandbox, ["sh", "-euc", script], directory=sandbox.home, environment=environment)
    with output:
        return code, output.read().decode("utf-8", "surrogateescape")
