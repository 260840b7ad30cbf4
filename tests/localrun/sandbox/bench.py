"""What the scenarios of the contract work with: a sandbox of the backend under test, and how to run things in it."""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import posixpath
import tarfile
import tempfile
from typing import IO, TYPE_CHECKING, NamedTuple, cast

from wflint.localrun.sandbox.choose import Choice, make_sandbox
from wflint.localrun.sandbox.protocol import SandboxError, SandboxSpec

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Iterator, Mapping, Sequence

    from wflint.localrun.sandbox.choose import Backend
    from wflint.localrun.sandbox.protocol import Network, Process, Sandbox

IMAGE = "localhost/wflint-contract:1"
ENGINES = ("docker", "podman")
_DRAIN = 0.5


class Ended(NamedTuple):
    """How a command ended, and what it wrote."""

    code: int
    output: bytes

    @property
    def text(self) -> str:
        return self.output.decode("utf-8", "surrogateescape").strip()


class Bench:
    """One scenario's surroundings: the backend, a started sandbox, and a directory in it that nobody else uses."""

    def __init__(self, backend: str, scratch: str, sandbox: Sandbox, directory: str) -> None:
        self.backend = backend
        self.scratch = scratch
        self.sandbox = sandbox
        self.directory = directory

    def path(self, *names: str) -> str:
        """A path in the scenario's directory."""
        return posixpath.join(self.directory, *names)

    async def start(
        self,
        *argv: str,
        output: int,
        sandbox: Sandbox | None = None,
        directory: str | None = None,
        variables: Mapping[str, str] | None = None,
    ) -> Process:
        """Start a command whose output goes to a descriptor."""
        inside = sandbox or self.sandbox
        return await inside.spawn(
            argv,
            environment={**inside.environment, **(variables or {})},
            directory=directory or self.directory,
            output=output,
        )

    async def run(
        self,
        *argv: str,
        sandbox: Sandbox | None = None,
        directory: str | None = None,
        variables: Mapping[str, str] | None = None,
    ) -> Ended:
        """Run a command to its end and collect what it writes."""
        async with collecting() as (received, write_end):
            process = await self.start(
                *argv, output=write_end, sandbox=sandbox, directory=directory, variables=variables
            )
            os.close(write_end)
            code = await process.wait()
            await received.drained()
        return Ended(code, bytes(received.data))

    async def shell(self, script: str, variables: Mapping[str, str] | None = None) -> Ended:
        """Run a script by `sh`."""
        return await self.run("sh", "-c", script, variables=variables)

    @contextlib.asynccontextmanager
    async def fresh(self, *, network: Network = "none") -> AsyncIterator[Sandbox]:
        """Another sandbox of the same backend, stopped at the end."""
        sandbox = made(self.backend, os.path.join(self.scratch, os.urandom(4).hex()), network=network)
        try:
            await sandbox.start()
            yield sandbox
        finally:
            await sandbox.stop()


class Received:
    """What comes out of a pipe, as it comes."""

    def __init__(self, read_end: int) -> None:
        self.data = bytearray()
        self._ended = asyncio.Event()
        self._come = asyncio.Event()
        self._read_end = read_end
        os.set_blocking(read_end, False)
        asyncio.get_running_loop().add_reader(read_end, self._read)

    async def drained(self) -> None:
        """Wait until everybody has closed the pipe, but not for long: children may keep it."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._ended.wait(), _DRAIN)

    async def until(self, text: bytes) -> None:
        """Wait until a text has come."""
        while text not in self.data:
            self._come.clear()
            await self._come.wait()

    def close(self) -> None:
        asyncio.get_running_loop().remove_reader(self._read_end)
        os.close(self._read_end)

    def _read(self) -> None:
        data = os.read(self._read_end, 1 << 20)
        self.data += data
        self._come.set()
        if not data:
            asyncio.get_running_loop().remove_reader(self._read_end)
            self._ended.set()


@contextlib.asynccontextmanager
async def collecting() -> AsyncIterator[tuple[Received, int]]:
    """A pipe whose other end is read; the caller closes the end it is given."""
    read_end, write_end = os.pipe()
    received = Received(read_end)
    try:
        yield received, write_end
    finally:
        received.close()


def made(backend: str, directory: str, *, network: Network = "none") -> Sandbox:
    """A sandbox of a backend, not started."""
    image = IMAGE if backend in ENGINES else None
    # Where CI runs, engines have no network of their own to offer; the host cannot have one.
    network = "host" if backend == "host" else network
    spec = SandboxSpec(directory=directory, run="contract", job="a job", image=image, network=network)
    return make_sandbox(Choice(cast("Backend", backend), "tested"), spec, os.environ)


@contextlib.contextmanager
def archive(members: Sequence[tarfile.TarInfo | tuple[tarfile.TarInfo, bytes]]) -> Iterator[IO[bytes]]:
    """An archive of exactly these members, to be read from its beginning."""
    with tempfile.TemporaryFile() as file:
        with tarfile.open(fileobj=file, mode="w") as tar:
            for each in members:
                header, content = each if isinstance(each, tuple) else (each, b"")
                header.size = len(content)
                tar.addfile(header, io.BytesIO(content))
        file.seek(0)
        yield file


def member(name: str, kind: bytes = tarfile.REGTYPE, *, link: str = "", mode: int = 0o644) -> tarfile.TarInfo:
    """A member of an archive."""
    found = tarfile.TarInfo(name)
    found.type = kind
    found.linkname = link
    found.mode = mode
    return found


def exists(path: str) -> bool:
    """Whether something is at a path of this machine."""
    return os.path.lexists(path)


async def refusal(awaited: Awaitable[object]) -> str:
    """What the sandbox says when it refuses."""
    try:
        await awaited
    except SandboxError as error:
        return str(error)
    raise AssertionError("nothing was refused")


def processes_with(token: str) -> list[int]:
    """Processes of this machine whose command line holds a text, without those that have ended."""
    found = []
    for name in os.listdir("/proc"):
        if not name.isdecimal() or int(name) == os.getpid():
            continue
        with contextlib.suppress(OSError), open(f"/proc/{name}/cmdline", "rb") as file:
            if token.encode() in file.read():
                found.append(int(name))
    return found


async def gone(token: str, *, seconds: float) -> bool:
    """Whether processes whose command line holds a text end within so many seconds."""
    for _ in range(int(seconds / 0.05)):
        if not processes_with(token):
            return True
        await asyncio.sleep(0.05)
    return False
