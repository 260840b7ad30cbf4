"""Processes in a container, through an engine's client that passes on their output."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from wflint.localrun.sandbox.channel import KILLED

if TYPE_CHECKING:
    from wflint.localrun.sandbox.engine import Engine


class ContainerProcess:
    """A step in a container: the engine's client that passes on its output, and what the step's shell tells."""

    def __init__(self, engine: Engine, container: str, client: asyncio.subprocess.Process) -> None:
        self._engine = engine
        self._container = container
        self._client = client
        self._is_stopping = False
        self._number: int | None = None
        self._exited: asyncio.Task[int] | None = None

    async def start(self, script: bytes) -> None:
        """Hand over the script and wait until its shell runs. Raises `SandboxError` if it does not."""
        assert self._client.stdin is not None and self._client.stderr is not None  # noqa: S101, PT018 -- they are pipes
        try:
            self._client.stdin.write(script)
            await self._client.stdin.drain()
            self._client.stdin.close()
            said = await self._client.stderr.readline()
        except (BrokenPipeError, ConnectionResetError):
            said = await self._client.stderr.readline()
        word, _, number = said.decode("utf-8", "replace").strip().partition(" ")
        if word != "process":
            raise self._engine.error(said + await self._client.stderr.read())
        self._number = int(number)
        self._exited = asyncio.create_task(self._exit_code(self._client.stderr))

    async def wait(self) -> int:
        """Wait for the step itself."""
        assert self._exited is not None  # noqa: S101 -- it has started
        return await asyncio.shield(self._exited)

    async def signal(self, number: int) -> None:
        """Send a signal to the step's process group, if it has not ended."""
        if self._number is not None and self._exited is not None and not self._exited.done():
            kill = f"kill -{int(number)} -{self._number} 2>/dev/null || :"
            await self._engine.output("exec", "--user", "0", self._container, "sh", "-c", kill)

    @property
    def has_ended(self) -> bool:
        """Whether the step has ended."""
        return self._exited is not None and self._exited.done()

    def sandbox_stops(self) -> None:
        """From now on, that the client ends is no surprise."""
        self._is_stopping = True

    async def _exit_code(self, told: asyncio.StreamReader) -> int:
        while line := await told.readline():
            word, _, code = line.decode("utf-8", "replace").strip().partition(" ")
            if word == "exit":
                return int(code)
        code_of_client = await self._client.wait()
        return KILLED if self._is_stopping else code_of_client


class ClientProcess:
    """A client that runs until its command ends."""

    def __init__(self, client: asyncio.subprocess.Process) -> None:
        self._client = client

    async def wait(self) -> int:
        """Wait for the client."""
        return await self._client.wait()

    async def signal(self, number: int) -> None:
        """Send a signal to the client."""
        if self._client.returncode is None:
            self._client.send_signal(number)
