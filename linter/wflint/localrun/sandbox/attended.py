"""A sandbox that a step agent attends to: a process of this machine, entered through a socket."""

from __future__ import annotations

import asyncio
import os
import posixpath
import socket
import subprocess
from typing import TYPE_CHECKING, Protocol

from wflint.localrun.removal import remove_aside
from wflint.localrun.sandbox import transfer
from wflint.localrun.sandbox.advice import advice_for, complaint_in
from wflint.localrun.sandbox.channel import Channel
from wflint.localrun.sandbox.protocol import SandboxError
from wflint.localrun.sandbox.view import python_executable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wflint.localrun.sandbox.protocol import Fidelity, Process

_START_TIMEOUT = 30.0
_STOP_TIMEOUT = 5.0
"""Seconds."""

_BOOT = "import sys; sys.path.insert(0, sys.argv[1]); import agent; "


class Launcher(Protocol):
    """What tells the backends with an agent apart: how the process is started that holds everything together."""

    def __call__(self, agent: Sequence[str]) -> Sequence[str]:
        """Make the files a sandbox needs, and the command line that runs the agent's inside it."""
        ...


class AttendedSandbox:
    """A sandbox whose steps are started by an agent inside it.

    `directory` holds its files on this machine; `modules` is the directory of the agent's modules as seen inside.
    `reaper`: no namespace ends the processes, so the agent does. `end` is called when all processes have ended.
    """

    def __init__(
        self,
        *,
        fidelity: Fidelity,
        home: str,
        control: str,
        environment: Mapping[str, str],
        directory: str,
        launcher: Launcher,
        modules: str,
        reaper: bool = False,
    ) -> None:
        self.fidelity = fidelity
        self.home = home
        self.control = control
        self.environment = environment
        self._directory = directory
        self._launcher = launcher
        self._modules = modules
        self._reaper = reaper
        self._outer: asyncio.subprocess.Process | None = None
        self._channel: Channel | None = None

    async def start(self) -> None:
        """Start the agent and wait until it answers."""
        own_end, agent_end = socket.socketpair()
        try:
            await self._launch(own_end, agent_end)
        finally:
            agent_end.close()

    async def _launch(self, own_end: socket.socket, agent_end: socket.socket) -> None:
        boot = f"{_BOOT}agent.main(int(sys.argv[2]), reaper={self._reaper})"
        number = str(agent_end.fileno())
        log = os.path.join(self._directory, "sandbox.log")
        try:
            os.makedirs(self._directory, exist_ok=True)
            command = self._launcher((python_executable(), "-IS", "-B", "-c", boot, self._modules, number))
            with open(log, "wb") as errors:  # noqa: ASYNC230 -- a new file of ours
                self._outer = await asyncio.create_subprocess_exec(
                    *command,
                    stdin=subprocess.DEVNULL,
                    stdout=errors,
                    stderr=errors,
                    cwd="/",
                    pass_fds=[agent_end.fileno()],
                    start_new_session=True,
                )
        except OSError as error:
            own_end.close()
            raise SandboxError(f"cannot start {self.fidelity.backend}: {error}") from error
        except asyncio.CancelledError:
            own_end.close()
            raise
        agent_end.close()
        self._channel = Channel(own_end)
        try:
            async with asyncio.timeout(_START_TIMEOUT):
                await self._channel.ready()
        except (SandboxError, TimeoutError) as error:
            reason = complaint_in(_text(log)) or f"no answer within {_START_TIMEOUT:.0f} seconds"
            parts = (f"cannot start {self.fidelity.backend}: {reason}", advice_for(reason))
            raise SandboxError("; ".join(part for part in parts if part)) from error

    async def spawn(
        self, argv: Sequence[str], *, environment: Mapping[str, str], directory: str, output: int
    ) -> Process:
        """Start a command in a process group of its own."""
        return await self._agent().spawn((output,), argv=list(argv), environment=dict(environment), directory=directory)

    async def execute(self, argv: Sequence[str], descriptors: Sequence[int]) -> Process:
        """Start a command of the runner's own; `descriptors` are its input, output and errors."""
        environment = {**self.environment, "LC_ALL": "C"}
        return await self._agent().spawn(descriptors, argv=list(argv), environment=environment, directory="/")

    async def names_in(self, directories: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        """The names in each directory, in any order."""
        listed = await self._agent().request("list", paths=list(directories))
        names = os.fsdecode(listed).split("\0")
        found: list[tuple[str, ...]] = []
        start = 0
        for position, name in enumerate(names[:-1]):
            if not name:
                found.append(tuple(names[start:position]))
                start = position + 1
        return tuple(found)

    async def existing(self, paths: Sequence[str]) -> tuple[bool, ...]:
        """Whether something is at each path."""
        return tuple(map(bool, await self._agent().request("existing", paths=list(paths))))

    async def make_directory(self, path: str) -> None:
        """Make a directory and those above it."""
        await self._agent().request("make_directory", path=path)

    async def write(self, path: str, content: bytes, *, mode: int = 0o644) -> None:
        """Write a file in one step."""
        await self._agent().request("write", path=posixpath.normpath(path), content=content, mode=mode)

    async def listen(self, path: str, output: int) -> None:
        """Make a named pipe, and pass on what is written to it."""
        await self._agent().listen(path, output)

    async def pack(self, base: str, members: Sequence[str], output: int) -> None:
        """Write a tar of members of a directory."""
        await transfer.pack(self, base, members, output)

    async def unpack(self, base: str, archive: int) -> None:
        """Unpack a tar into a directory."""
        await transfer.unpack(self, base, archive)

    async def glob(self, base: str, patterns: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        """What Go globs match below a directory."""
        return await transfer.glob(self, base, patterns)

    async def stop(self, *, keep: bool = False) -> None:
        """End the agent, which ends everything that it started."""
        if self._channel is not None:
            self._channel.close(stopping=True)
        if self._outer is not None:
            await _ended(self._outer)
        if not keep:
            await remove_aside(self._directory)

    def _agent(self) -> Channel:
        if self._channel is None:
            raise SandboxError("the sandbox has not been started")
        return self._channel


async def _ended(process: asyncio.subprocess.Process) -> None:
    try:
        async with asyncio.timeout(_STOP_TIMEOUT):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""
