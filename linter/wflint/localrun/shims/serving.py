"""Put the stand-ins into a sandbox and answer what they ask, by files, so that it works in any container."""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import posixpath
import re
import tarfile
import tempfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wflint.localrun.sandbox.protocol import SandboxError
from wflint.localrun.shims.answering import Answer, Request, answer
from wflint.localrun.shims.scripts import BELL, scripts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wflint.localrun.sandbox.protocol import Sandbox
    from wflint.localrun.stores.protocol import Step
    from wflint.localrun.stores.timings import Timings

_NAME = re.compile(r"\d+\.\d+")
_HALTED = "halted"
_READY = "ready"
"""What is said first, when the bell can be rung."""


@dataclass(slots=True)
class _Served:
    """What is known of a sandbox: whether its bell can be rung, and whether a step has halted it."""

    is_ready: bool = False
    is_halted: bool = False
    answers: set[asyncio.Task[None]] = field(default_factory=set)


class FileShims:
    """The stand-ins of a run; `timings` are those of earlier runs, the same for all nodes of a job."""

    def __init__(self, timings: Timings) -> None:
        self._timings = timings
        self._served: dict[int, _Served] = {}

    def directory(self, sandbox: Sandbox) -> str:
        """Where they lie inside the job."""
        return f"{sandbox.control}/bin"

    async def install(self, sandbox: Sandbox, step: Step) -> None:  # noqa: ARG002 -- of the protocol
        """Write them into a sandbox that has started."""
        files = {f"bin/{name}": text.encode() for name, text in scripts(sandbox.control).items()}
        await _put(sandbox, sandbox.control, files, mode=0o755)

    async def serve(self, sandbox: Sandbox, step: Step) -> None:
        """Answer what they ask until cancelled."""
        served = self._served[id(sandbox)] = _Served()
        reading, writing = os.pipe()
        os.set_blocking(reading, False)
        loop = asyncio.get_running_loop()
        rest = bytearray()

        def read() -> None:
            try:
                data = os.read(reading, 1 << 16)
            except BlockingIOError:
                return
            if not data:
                # Nobody rings any more.
                loop.remove_reader(reading)
                served.is_ready = False
            rest.extend(data)
            *lines, last = bytes(rest).split(b"\n")
            rest[:] = last
            for line in lines:
                name = line.decode("ascii", "replace")
                if name == _READY:
                    served.is_ready = True
                elif _NAME.fullmatch(name):
                    task = asyncio.create_task(self._answer(sandbox, step, name, served))
                    served.answers.add(task)
                    task.add_done_callback(served.answers.discard)

        loop.add_reader(reading, read)
        try:
            # Without a bell nothing rings: `circleci` says so, and the rest of the job goes on.
            with contextlib.suppress(SandboxError):
                await sandbox.listen(f"{sandbox.control}/{BELL}", writing)
            os.close(writing)
            writing = -1
            await asyncio.Event().wait()
        finally:
            loop.remove_reader(reading)
            os.close(reading)
            if writing >= 0:
                os.close(writing)
            for task in served.answers:
                task.cancel()
            del self._served[id(sandbox)]

    async def is_halted(self, sandbox: Sandbox) -> bool:
        """Whether a step has said `circleci step halt`."""
        served = self._served.get(id(sandbox))
        if served is None or not served.is_ready:
            (found,) = await sandbox.glob(sandbox.control, [_HALTED])
            return bool(found)
        return served.is_halted

    async def _answer(self, sandbox: Sandbox, step: Step, name: str, served: _Served) -> None:
        path = f"{sandbox.control}/requests/{name}"
        try:
            request = await _read(sandbox, path)
            given = await answer(request, sandbox, step, self._timings)
        except SandboxError as error:
            given = Answer(errors=f"wflint: {error}\n", code=1)
        except Exception as error:  # noqa: BLE001 -- the step must not wait for ever
            given = Answer(errors=f"wflint: internal error: {type(error).__name__}: {error}\n", code=1)
        served.is_halted = served.is_halted or given.is_halt
        files = {
            "output": os.fsencode(given.output),
            "errors": os.fsencode(given.errors),
            "command": os.fsencode(given.command or ""),
            # Last: it says that the answer is whole.
            "code": f"{given.code}\n".encode(),
        }
        # A sandbox that has been stopped needs no answer.
        with contextlib.suppress(SandboxError):
            await _put(sandbox, path, files, mode=0o644)


async def _read(sandbox: Sandbox, path: str) -> Request:
    with tempfile.TemporaryFile() as packed:
        await sandbox.pack(posixpath.dirname(path), [posixpath.basename(path)], packed.fileno())
        packed.seek(0)
        with tarfile.open(fileobj=packed, mode="r:") as archive:
            members = {posixpath.basename(member.name): member for member in archive if member.isreg()}
            contents = {}
            for name, member in members.items():
                file = archive.extractfile(member)
                contents[name] = os.fsdecode(file.read()) if file is not None else ""
    words = contents.get("arguments", "").split("\0")[:-1]
    variables = (entry.partition("=") for entry in contents.get("environment", "").split("\0") if "=" in entry)
    return Request(
        arguments=[] if words == [""] else words,
        directory=contents.get("directory") or "/",
        input=contents.get("input", ""),
        environment={name: value for name, _, value in variables},
        path=path,
    )


async def _put(sandbox: Sandbox, directory: str, files: Mapping[str, bytes], *, mode: int) -> None:
    """Write files in their order."""
    if not sandbox.fidelity.uses_image:
        for name, content in files.items():
            await sandbox.write(f"{directory}/{name}", content, mode=mode)
        return
    # In one go: in a container each command of ours takes its time.
    with tempfile.TemporaryFile() as archive:
        with tarfile.open(fileobj=archive, mode="w:") as packed:
            for name, content in files.items():
                member = tarfile.TarInfo(name)
                member.size, member.mode = len(content), mode
                packed.addfile(member, io.BytesIO(content))
        archive.seek(0)
        await sandbox.unpack(directory, archive.fileno())
