"""Sandboxes in containers of docker or podman, through their command lines: the job's image, its services, its root.

Nothing of this machine is mounted: files travel as tar streams, so that an engine may be anywhere. The first process
of a container reads an attached standard input; when the runner ends, however it ends, so does the container.
"""

from __future__ import annotations

import asyncio
import os
import re
import shlex
import subprocess
from typing import TYPE_CHECKING

from wflint.localrun.removal import remove_aside
from wflint.localrun.sandbox import transfer
from wflint.localrun.sandbox.agent import LISTENING
from wflint.localrun.sandbox.container_process import ClientProcess, ContainerProcess
from wflint.localrun.sandbox.engine import Engine, killed
from wflint.localrun.sandbox.owner import labels_of
from wflint.localrun.sandbox.protocol import Fidelity, SandboxError
from wflint.localrun.sandbox.services import host_options, passed_variables, service_command

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wflint.localrun.sandbox.protocol import Process, SandboxSpec

_CONTROL = "/tmp/.wflint"  # noqa: S108 -- the one directory that every user of every image can write to
_START_TIMEOUT = 60.0
_STOP_TIMEOUT = 10.0
"""Seconds."""

_FIRST_PROCESS = """\
printf 'home %s\\npath %s\\nready\\n' "$HOME" "$PATH"
exec 3<&0
cat <&3 >/dev/null &
wait $!
"""
"""It reads until its input ends, and lets go of orphans that have ended, as the first process has to."""

_STEP = """\
echo "process $$" >&2
trap : HUP INT QUIT TERM
umask 022
if {{ mkdir -p {directory} && cd {directory}; }} 2>&1; then
env {assignments} {command} </dev/null 2>&1
else
(exit 1)
fi
echo "exit $?" >&2
"""
"""A step's script for the shell: the streams of a step are one, so the second tells the runner how it goes."""

_WRITE = (
    'umask 022; d=${0%/*}; mkdir -p "${d:-/}" && cat >"$0.$$" && chmod "$1" "$0.$$" && mv -f "$0.$$" "$0" || '
    '{ c=$?; rm -f "$0.$$"; exit $c; }'
)
_LISTEN = f"""\
umask 0
mkdir -p "${{0%/*}}" && mkfifo "$0" || exit 1
echo {LISTENING.decode().strip()}
# Open for writing too, so that it never ends and nothing written to it is lost.
exec cat <> "$0"
"""
_NAMES = 'for d; do find "$d/." -mindepth 1 -maxdepth 1 -print0 2>/dev/null; printf "\\0"; done'
_EXISTING = 'for p; do if [ -e "$p" ] || [ -L "$p" ]; then echo 1; else echo 0; fi; done'


def container_sandbox(spec: SandboxSpec, program: str) -> ContainerSandbox:
    """A sandbox for a node in containers of an engine, `docker` or `podman`; the node needs an image."""
    if spec.image is None:
        raise SandboxError(f"job `{spec.job}` has no image to run in {program}")
    return ContainerSandbox(spec, program, spec.image)


class ContainerSandbox:
    """A container for the steps, and one for each service, in the first one's network."""

    def __init__(self, spec: SandboxSpec, program: str, image: str) -> None:
        self.fidelity = Fidelity(
            backend=program,
            exact_paths=True,
            own_processes=True,
            own_network=True,
            uses_image=True,
            writable_system=True,
        )
        self.home = "/root"
        self.control = _CONTROL
        self.environment: Mapping[str, str] = {}
        self._spec = spec
        self._engine = Engine(program)
        self._image = image
        self._name = container_name(spec)
        self._services: list[str] = []
        self._main: asyncio.subprocess.Process | None = None
        self._guard: asyncio.subprocess.Process | None = None
        self._steps: list[ContainerProcess] = []

    async def start(self) -> None:
        """Start the containers; the first is up when its first process says so."""
        for image in (self._image, *(service.image for service in self._spec.services)):
            await self._provide(image)
        options = host_options(self._spec.services)
        if self._spec.network == "none":
            options += ["--network", "none"]
        if self._spec.user is not None:
            options += ["--user", self._spec.user]
        command = ("run", "-i", "--rm", "--pull=never", "--name", self._name, *self._labels(), *options)
        self._main = await self._engine.start(
            *command, "--entrypoint", "sh", self._image, "-c", _FIRST_PROCESS, stdin=subprocess.PIPE
        )
        try:
            async with asyncio.timeout(_START_TIMEOUT):
                await self._ready(self._main)
                await self._start_services()
        except TimeoutError as error:
            raise SandboxError(f"{self._engine.program} did not start image `{self._image}` in time") from error
        await self.make_directory(self.control)

    async def spawn(
        self, argv: Sequence[str], *, environment: Mapping[str, str], directory: str, output: int
    ) -> Process:
        """Start a command in a process group of its own."""
        script = _STEP.format(
            directory=shlex.quote(directory),
            assignments=" ".join(shlex.quote(f"{name}={value}") for name, value in environment.items()),
            command=shlex.join(argv),
        )
        client = await self._engine.start("exec", "-i", self._name, "sh", stdin=subprocess.PIPE, stdout=output)
        process = ContainerProcess(self._engine, self._name, client)
        self._steps = [step for step in self._steps if not step.has_ended] + [process]
        await process.start(os.fsencode(script))
        return process

    async def execute(self, argv: Sequence[str], descriptors: Sequence[int]) -> Process:
        """Start a command of the runner's own; `descriptors` are its input, output and errors."""
        source, output, errors = descriptors
        return ClientProcess(
            await self._engine.start("exec", "-i", self._name, *argv, stdin=source, stdout=output, stderr=errors)
        )

    async def names_in(self, directories: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        """The names in each directory, in any order."""
        listed = await self._engine.output("exec", self._name, "sh", "-c", _NAMES, "sh", *directories)
        found: list[tuple[str, ...]] = []
        names: list[str] = []
        for path in os.fsdecode(listed).split("\0")[:-1]:
            if path:
                names.append(path.rpartition("/")[2])
            else:
                found.append(tuple(names))
                names = []
        return tuple(found)

    async def existing(self, paths: Sequence[str]) -> tuple[bool, ...]:
        """Whether something is at each path."""
        answers = await self._engine.output("exec", self._name, "sh", "-c", _EXISTING, "sh", *paths)
        return tuple(line == b"1" for line in answers.split())

    async def make_directory(self, path: str) -> None:
        """Make a directory and those above it."""
        await self._engine.output("exec", self._name, "mkdir", "-p", path)

    async def write(self, path: str, content: bytes, *, mode: int = 0o644) -> None:
        """Write a file in one step."""
        await self._engine.output("exec", "-i", self._name, "sh", "-c", _WRITE, path, f"{mode:o}", given=content)

    async def listen(self, path: str, output: int) -> None:
        """Make a named pipe, and pass on what is written to it."""
        await self.spawn(["sh", "-c", _LISTEN, path], environment=self.environment, directory="/", output=output)

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
        """End the containers; nothing of them can be kept."""
        for step in self._steps:
            step.sandbox_stops()
        if self._guard is not None:
            await killed(self._guard)
            self._guard = None
        if self._services:
            await self._engine.remove(self._services)
            self._services = []
        if self._main is not None:
            await self._end(self._main)
            self._main = None
        await self._engine.end_clients()
        if not keep:
            await remove_aside(self._spec.directory)

    async def _provide(self, image: str) -> None:
        """Fetch an image that is not on this machine, if that is wanted."""
        if not self._spec.pull:
            return
        client = await self._engine.start("image", "inspect", image, stdout=subprocess.DEVNULL)
        if await client.wait() != 0:
            await self._engine.output("pull", "-q", image)

    async def _ready(self, main: asyncio.subprocess.Process) -> None:
        """Read what the first process says about the image. Raises `SandboxError` with the engine's reason."""
        assert main.stdout is not None and main.stderr is not None  # noqa: S101, PT018 -- they are pipes
        path = ""
        while line := (await main.stdout.readline()).decode("utf-8", "replace").rstrip("\n"):
            word, _, value = line.partition(" ")
            if word == "ready":
                self.environment = {"PATH": path, "HOME": self.home}
                return
            if word == "home":
                self.home = value or "/"
            elif word == "path":
                path = value
        raise self._engine.error(await main.stderr.read())

    async def _start_services(self) -> None:
        self._services = [f"{self._name}-{number}" for number in range(len(self._spec.services))]
        if self._services:
            self._guard = await self._engine.guard(self._services, self._name)
        for name, service in zip(self._services, self._spec.services, strict=True):
            command = service_command(service, name, self._name, self._labels())
            await self._engine.output(*command, environment=passed_variables(service))

    def _labels(self) -> list[str]:
        return [part for name, value in labels_of(self._spec).items() for part in ("--label", f"{name}={value}")]

    async def _end(self, main: asyncio.subprocess.Process) -> None:
        assert main.stdin is not None  # noqa: S101 -- it is a pipe
        main.stdin.close()
        try:
            async with asyncio.timeout(_STOP_TIMEOUT):
                await main.wait()
        except TimeoutError:
            await self._engine.remove([self._name])
            await killed(main)


def container_name(spec: SandboxSpec) -> str:
    """A name no other container has, by which people know what it is."""
    words = re.sub(r"[^\w.-]+", "-", f"{os.path.basename(spec.run)}-{spec.job}", flags=re.ASCII)[:60]
    return f"wflint-{words}-{spec.node}-{os.urandom(4).hex()}"
