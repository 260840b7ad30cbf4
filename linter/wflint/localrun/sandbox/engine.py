"""The command line of a container engine, docker or podman, and the clients of it that run."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shlex
import signal
import subprocess
from typing import TYPE_CHECKING

from wflint.localrun.sandbox.advice import advice_for, complaint_in
from wflint.localrun.sandbox.protocol import SandboxError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Engine:
    """An engine as one sandbox uses it: `program` is the name of its command line."""

    def __init__(self, program: str) -> None:
        self.program = program
        self._clients: set[asyncio.subprocess.Process] = set()

    async def start(
        self,
        *arguments: str,
        stdin: int = subprocess.DEVNULL,
        stdout: int = subprocess.PIPE,
        stderr: int = subprocess.PIPE,
        environment: Mapping[str, str] | None = None,
    ) -> asyncio.subprocess.Process:
        """Start a client. Raises `SandboxError` if it cannot be started."""
        try:
            client = await asyncio.create_subprocess_exec(
                *(self.program, *arguments),
                stdin=stdin,
                stdout=stdout,
                stderr=stderr,
                env={**os.environ, **(environment or {})},
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            raise SandboxError(f"cannot start `{self.program}`: {error}") from error
        self._clients = {each for each in self._clients if each.returncode is None} | {client}
        return client

    async def output(
        self, *arguments: str, given: bytes | None = None, environment: Mapping[str, str] | None = None
    ) -> bytes:
        """What a client prints, which reads what it is given. Raises `SandboxError` with its complaint."""
        stdin = subprocess.DEVNULL if given is None else subprocess.PIPE
        client = await self.start(*arguments, stdin=stdin, environment=environment)
        output, errors = await client.communicate(given)
        if client.returncode != 0:
            raise self.error(errors)
        return output

    async def guard(self, services: Sequence[str], primary: str) -> asyncio.subprocess.Process:
        """Start a process that removes containers as soon as its input ends, as it does when the runner is gone.

        The primary container ends by itself, but podman does not remove one that others depend on.
        """
        removals = f"{self._removal(services)}; {self._removal([primary])}"
        return await self._shell(f"cat >/dev/null; {removals}", subprocess.PIPE)

    async def remove(self, names: Sequence[str]) -> None:
        """End and remove containers; those that are gone are no error."""
        await (await self._shell(self._removal(names), subprocess.DEVNULL)).wait()

    async def end_clients(self) -> None:
        """End the clients that still run; what they started inside containers goes on."""
        for client in self._clients:
            await killed(client)

    def error(self, said: bytes) -> SandboxError:
        """The error that tells what a client said on its errors."""
        message = complaint_in(said.decode("utf-8", "replace")) or "no reason given"
        return SandboxError("; ".join(part for part in (f"{self.program}: {message}", advice_for(message)) if part))

    def _removal(self, names: Sequence[str]) -> str:
        """A script that ends and removes containers at once: `rm -f` of podman would give them ten seconds."""
        containers = shlex.join(names)
        return f"{self.program} kill {containers}; {self.program} rm -f -v {containers}"

    async def _shell(self, script: str, stdin: int) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *("sh", "-c", script),
            stdin=stdin,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )


async def killed(client: asyncio.subprocess.Process) -> None:
    """Kill a process if it has not ended, and wait for it."""
    if client.returncode is None:
        # Its own `kill` looks first whether it has ended, and so takes the exit code from the thread that waits for it.
        with contextlib.suppress(ProcessLookupError):
            os.kill(client.pid, signal.SIGKILL)
    await client.wait()
