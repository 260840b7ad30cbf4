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

from wflint.localrun.sandbox import transfer
from wflint.localrun.sandbox.attended import remove_tree
from wflint.localrun.sandbox.channel import KILLED
from wflint.localrun.sandbox.owner import labels_of
from wflint.localrun.sandbox.protocol import Fidelity, SandboxError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wflint.localrun.operations import Service
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
        self._program = program
        self._image = image
        self._name = container_name(spec)
        self._services: list[str] = []
        self._main: asyncio.subprocess.Process | None = None
        self._guard: asyncio.subprocess.Process | None = None
        self._running: set[asyncio.subprocess.Process] = set()
        self._stopping = False

    async def start(self) -> None:
        """Start the containers; the first is up when its first process says so."""
        for image in (self._image, *(service.image for service in self._spec.services)):
            await self._provide(image)
        options = [part for service in self._spec.services if service.name for part in _host_name(service.name)]
        if self._spec.network == "none":
            options += ["--network", "none"]
        if self._spec.user is not None:
            options += ["--user", self._spec.user]
        command = ("run", "-i", "--rm", "--pull=never", "--name", self._name, *self._labels(), *options)
        self._main = await self._started(
            *command, "--entrypoint", "sh", self._image, "-c", _FIRST_PROCESS, stdin=subprocess.PIPE
        )
        try:
            async with asyncio.timeout(_START_TIMEOUT):
                await self._ready(self._main)
                await self._start_services()
        except TimeoutError as error:
            raise SandboxError(f"{self._program} did not start image `{self._image}` in time") from error
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
        client = await self._started("exec", "-i", self._name, "sh", stdin=subprocess.PIPE, stdout=output)
        process = ContainerProcess(self, client)
        await process.start(os.fsencode(script))
        return process

    async def execute(self, argv: Sequence[str], descriptors: Sequence[int]) -> Process:
        """Start a command of the runner's own; `descriptors` are its input, output and errors."""
        source, output, errors = descriptors
        return _Client(await self._started("exec", "-i", self._name, *argv, stdin=source, stdout=output, stderr=errors))

    async def kill(self, process: int, number: int) -> None:
        """Send a signal to a process group inside."""
        await self._output("exec", "--user", "0", self._name, "sh", "-c", f"kill -{number} -{process} 2>/dev/null || :")

    async def names_in(self, directories: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        """The names in each directory, in any order."""
        listed = await self._output("exec", self._name, "sh", "-c", _NAMES, "sh", *directories)
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
        answers = await self._output("exec", self._name, "sh", "-c", _EXISTING, "sh", *paths)
        return tuple(line == b"1" for line in answers.split())

    async def make_directory(self, path: str) -> None:
        """Make a directory and those above it."""
        await self._output("exec", self._name, "mkdir", "-p", path)

    async def write(self, path: str, content: bytes, *, mode: int = 0o644) -> None:
        """Write a file in one step."""
        await self._output("exec", "-i", self._name, "sh", "-c", _WRITE, path, f"{mode:o}", given=content)

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
        self._stopping = True
        if self._guard is not None:
            await _killed(self._guard)
            self._guard = None
        if self._services:
            await self._remove(self._services)
            self._services = []
        if self._main is not None:
            await self._end(self._main)
            self._main = None
        for client in tuple(self._running):
            await _killed(client)
        if not keep:
            await asyncio.to_thread(remove_tree, self._spec.directory)

    @property
    def stopping(self) -> bool:
        """Whether processes end because the sandbox does."""
        return self._stopping

    async def _provide(self, image: str) -> None:
        """Fetch an image that is not on this machine, if that is wanted."""
        if not self._spec.pull:
            return
        client = await self._started("image", "inspect", image, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if await client.wait() != 0:
            await self._output("pull", "-q", image)

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
        raise SandboxError(_complaint(self._program, await main.stderr.read()))

    async def _start_services(self) -> None:
        self._services = [f"{self._name}-{number}" for number in range(len(self._spec.services))]
        if self._services:
            self._guard = await self._guarded()
        for name, service in zip(self._services, self._spec.services, strict=True):
            await self._output(*self._service(name, service), environment=_passed(service))

    def _service(self, name: str, service: Service) -> tuple[str, ...]:
        command = ["run", "-d", "--rm", "--pull=never", "--name", name, *self._labels()]
        command += ["--network", f"container:{self._name}"]
        if service.user is not None:
            command += ["--user", service.user]
        for variable in service.environment:
            passed = variable.name in _passed(service)
            command += ["--env", variable.name if passed else f"{variable.name}={variable.value}"]
        entrypoint, *arguments = service.entrypoint or ("",)
        if entrypoint:
            command += ["--entrypoint", entrypoint]
        return (*command, service.image, *arguments, *(service.command or ()))

    async def _guarded(self) -> asyncio.subprocess.Process:
        """Start a process that removes the services' containers when the runner is gone."""
        return await asyncio.create_subprocess_exec(
            *("sh", "-c", f"cat >/dev/null; {_removal(self._program, self._services)}"),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _labels(self) -> list[str]:
        return [part for name, value in labels_of(self._spec).items() for part in ("--label", f"{name}={value}")]

    async def _started(
        self,
        *arguments: str,
        stdin: int = subprocess.DEVNULL,
        stdout: int = subprocess.PIPE,
        stderr: int = subprocess.PIPE,
        environment: Mapping[str, str] | None = None,
    ) -> asyncio.subprocess.Process:
        try:
            client = await asyncio.create_subprocess_exec(
                *(self._program, *arguments),
                stdin=stdin,
                stdout=stdout,
                stderr=stderr,
                env={**os.environ, **(environment or {})},
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            raise SandboxError(f"cannot start `{self._program}`: {error}") from error
        self._running = {each for each in self._running if each.returncode is None} | {client}
        return client

    async def _output(
        self, *arguments: str, given: bytes | None = None, environment: Mapping[str, str] | None = None
    ) -> bytes:
        """What the engine's command line prints. Raises `SandboxError` with its complaint."""
        stdin = subprocess.DEVNULL if given is None else subprocess.PIPE
        client = await self._started(*arguments, stdin=stdin, environment=environment)
        output, errors = await client.communicate(given)
        if client.returncode != 0:
            raise SandboxError(_complaint(self._program, errors))
        return output

    async def _end(self, main: asyncio.subprocess.Process) -> None:
        assert main.stdin is not None  # noqa: S101 -- it is a pipe
        main.stdin.close()
        try:
            async with asyncio.timeout(_STOP_TIMEOUT):
                await main.wait()
        except TimeoutError:
            await self._remove([self._name])
            await _killed(main)

    async def _remove(self, names: Sequence[str]) -> None:
        remover = await asyncio.create_subprocess_exec(
            *("sh", "-c", _removal(self._program, names)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        await remover.wait()


class ContainerProcess:
    """A step in a container: the engine's client that passes on its output, and what the step's shell tells."""

    def __init__(self, sandbox: ContainerSandbox, client: asyncio.subprocess.Process) -> None:
        self._sandbox = sandbox
        self._client = client
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
            raise SandboxError(_complaint("the container", said + await self._client.stderr.read()))
        self._number = int(number)
        self._exited = asyncio.create_task(self._exit_code(self._client.stderr))

    async def wait(self) -> int:
        """Wait for the step itself."""
        assert self._exited is not None  # noqa: S101 -- it has started
        return await asyncio.shield(self._exited)

    async def signal(self, number: int) -> None:
        """Send a signal to the step's process group, if it has not ended."""
        if self._number is not None and self._exited is not None and not self._exited.done():
            await self._sandbox.kill(self._number, number)

    async def _exit_code(self, told: asyncio.StreamReader) -> int:
        while line := await told.readline():
            word, _, code = line.decode("utf-8", "replace").strip().partition(" ")
            if word == "exit":
                return int(code)
        code_of_client = await self._client.wait()
        return KILLED if self._sandbox.stopping else code_of_client


class _Client:
    """A client that runs until its command ends."""

    def __init__(self, client: asyncio.subprocess.Process) -> None:
        self._client = client

    async def wait(self) -> int:
        return await self._client.wait()

    async def signal(self, number: int) -> None:
        if self._client.returncode is None:
            self._client.send_signal(number)


def container_name(spec: SandboxSpec) -> str:
    """A name no other container has, by which people know what it is."""
    words = re.sub(r"[^\w.-]+", "-", f"{spec.run}-{spec.job}", flags=re.ASCII)[:60]
    return f"wflint-{words}-{spec.node}-{os.urandom(4).hex()}"


def _removal(program: str, names: Sequence[str]) -> str:
    """A script that ends and removes containers at once: `rm -f` of podman would give them ten seconds."""
    containers = shlex.join(names)
    return f"{program} kill {containers}; {program} rm -f -v {containers}"


def _host_name(name: str) -> tuple[str, str]:
    return ("--add-host", f"{name}:127.0.0.1")


def _passed(service: Service) -> dict[str, str]:
    """Variables of a service that its engine's client can be handed in its own: lists of processes do not show them."""
    kept = ("PATH", "HOME", "TMPDIR", "DOCKER_", "CONTAINER", "BUILDAH_", "PODMAN_", "XDG_", "SSH_", "HTTP", "NO_PROXY")
    return {each.name: each.value for each in service.environment if not each.name.upper().startswith(kept)}


def _complaint(who: str, errors: bytes) -> str:
    lines = [line.strip() for line in errors.decode("utf-8", "replace").splitlines() if line.strip()]
    line = next((line for line in lines if "rror" in line), lines[0] if lines else "no reason given")
    return f"{who}: {line.removeprefix('Error: ')}"


async def _killed(client: asyncio.subprocess.Process) -> None:
    if client.returncode is None:
        client.kill()
    await client.wait()
