"""Run the script of one step in a sandbox: start it, read what it says, end it if it says nothing for too long."""

from __future__ import annotations

import asyncio
import contextlib
import shlex
import signal
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wflint.localrun.paths import at_home
from wflint.localrun.stores.protocol import StepError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wflint.localrun.operations import Run
    from wflint.localrun.output import OutputPipe
    from wflint.localrun.sandbox.protocol import Process, Sandbox

GRACE_SECONDS = 5.0
"""So long a step that is asked to end may take before it is killed."""

_KILL_SECONDS = 2.0
_BASH = "/bin/bash -eo pipefail"
_SH = "/bin/sh -eo pipefail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a script ended: its exit code, and why it was ended before its time."""

    code: int
    reason: str | None = None


async def default_shell(sandbox: Sandbox) -> str:
    """CircleCI's default: bash where there is one.

    Source: https://circleci.com/docs/reference/configuration-reference/#default-shell-options
    """
    (found,) = await sandbox.glob("/bin", ["bash"])
    return _BASH if found else _SH


async def start_script(
    sandbox: Sandbox, operation: Run, *, shell: str, name: str, environment: Mapping[str, str], pipe: OutputPipe
) -> Process:
    """Start a step's script as a file of that name, its output on the pipe.

    Raises `StepError` for a shell that is no command line.
    """
    try:
        words = shlex.split(shell)
    except ValueError as error:
        raise StepError(f"shell `{shell}` is no command line: {error}") from error
    if not words:
        raise StepError("the shell is empty")
    path = f"{sandbox.control}/{name}"
    await sandbox.write(path, f"{operation.command}\n".encode("utf-8", "surrogateescape"), mode=0o755)
    process = await sandbox.spawn(
        [*words, path],
        environment=environment,
        directory=at_home(operation.directory, sandbox.home),
        output=pipe.write_end,
    )
    pipe.started()
    return process


async def watch(process: Process, pipe: OutputPipe, *, silence: float, hurry: asyncio.Event) -> Ending:
    """Wait for a script; end it after so many seconds without output, and when the task is canceled."""
    loop = asyncio.get_running_loop()
    waiting = asyncio.create_task(process.wait())
    try:
        while True:
            left = pipe.last + silence - loop.time()
            if left <= 0:
                await _end(process, waiting, hurry)
                return Ending(code=waiting.result() if waiting.done() else 137, reason=_too_long(silence))
            await asyncio.wait({waiting}, timeout=left)
            if waiting.done():
                return Ending(code=waiting.result())
    except asyncio.CancelledError:
        await _end(process, waiting, hurry)
        raise
    finally:
        waiting.cancel()


async def _end(process: Process, waiting: asyncio.Task[int], hurry: asyncio.Event) -> None:
    """Ask a script to end, and kill it if it does not, or at once if there is no time."""
    hurrying = asyncio.create_task(hurry.wait())
    try:
        await process.signal(int(signal.SIGTERM))
        await asyncio.wait({waiting, hurrying}, timeout=GRACE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        if not waiting.done():
            await process.signal(int(signal.SIGKILL))
            await asyncio.wait({waiting}, timeout=_KILL_SECONDS)
    finally:
        hurrying.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await hurrying


def _too_long(silence: float) -> str:
    """What CircleCI's own log says."""
    minutes, seconds = divmod(round(silence), 60)
    hours, minutes = divmod(minutes, 60)
    words = f"{hours}h{minutes}m{seconds}s" if hours else f"{minutes}m{seconds}s" if minutes else f"{seconds}s"
    return f"Too long with no output (exceeded {words}): context deadline exceeded"
