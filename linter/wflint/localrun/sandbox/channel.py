"""The runner's end of the socket to a step agent."""

from __future__ import annotations

import asyncio
import marshal
import os
import socket
from typing import TYPE_CHECKING, Any

from wflint.localrun.sandbox.agent import DONE, EXIT, FAILED, READY, STARTED
from wflint.localrun.sandbox.protocol import SandboxError

if TYPE_CHECKING:
    from collections.abc import Sequence

KILLED = 137
"""The exit code of a process that ends with its sandbox."""

_HEADER = 8


class Channel:
    """Requests to an agent and its replies; belongs to the running event loop."""

    def __init__(self, own_end: socket.socket) -> None:
        self._socket = own_end
        self._socket.setblocking(False)
        self._loop = asyncio.get_running_loop()
        self._sending = asyncio.Lock()
        self._received = bytearray()
        self._next = 0
        self._answers: dict[int, asyncio.Future[bytes]] = {0: self._loop.create_future()}
        self._exits: dict[int, asyncio.Future[int]] = {}
        self._closed = self._loop.create_future()
        self._stopping = False
        self._loop.add_reader(own_end, self._read)

    async def ready(self) -> None:
        """Wait until the agent runs. Raises `SandboxError` if it ends instead."""
        await self._answers[0]

    async def ended(self) -> None:
        """Wait until the agent is gone."""
        await asyncio.shield(self._closed)

    async def request(self, kind: str, **fields: Any) -> bytes:
        """Ask for something and wait for the answer. Raises `SandboxError` with the agent's reason."""
        return await self._ask(self._number(), kind, (), fields)

    async def listen(self, path: str, output: int) -> None:
        """Have what is written to a named pipe, which is made, passed on to a descriptor."""
        await self._ask(self._number(), "listen", (output,), {"path": path})

    async def spawn(self, descriptors: Sequence[int], **fields: Any) -> RemoteProcess:
        """Start a process whose streams are the descriptors: the output; or input, output and errors."""
        number = self._number()
        exited = self._exits[number] = self._loop.create_future()
        try:
            await self._ask(number, "spawn", descriptors, fields)
        except SandboxError:
            self._exits.pop(number, None)
            raise
        return RemoteProcess(self, number, exited)

    def close(self, *, stopping: bool = False) -> None:
        """Close the socket, which ends the agent; `stopping`: that its processes end then is expected."""
        self._stopping |= stopping
        self._end()

    def _number(self) -> int:
        self._next += 1
        return self._next

    async def _ask(self, number: int, kind: str, descriptors: Sequence[int], fields: dict[str, Any]) -> bytes:
        if self._closed.done():
            raise SandboxError("the sandbox has ended")
        answer: asyncio.Future[bytes] = self._loop.create_future()
        self._answers[number] = answer
        body = marshal.dumps({"number": number, "kind": kind, **fields})
        # Whoever asks may be canceled and close its descriptors; half a request must never be sent.
        copies = [os.dup(descriptor) for descriptor in descriptors]
        await asyncio.shield(self._loop.create_task(self._transmit(body, copies)))
        return await answer

    async def _transmit(self, body: bytes, descriptors: Sequence[int]) -> None:
        try:
            async with self._sending:
                await self._send(len(body).to_bytes(4, "big"), descriptors)
                await self._loop.sock_sendall(self._socket, body)
        except OSError:
            self._end()
        finally:
            for descriptor in descriptors:
                os.close(descriptor)

    async def _send(self, header: bytes, descriptors: Sequence[int]) -> None:
        while True:
            try:
                socket.send_fds(self._socket, [header], descriptors)
            except BlockingIOError:
                await self._writable()
            else:
                return

    async def _writable(self) -> None:
        free = self._loop.create_future()
        self._loop.add_writer(self._socket, lambda: None if free.done() else free.set_result(None))
        try:
            await free
        finally:
            self._loop.remove_writer(self._socket)

    def _read(self) -> None:
        try:
            received = self._socket.recv(1 << 16)
        except BlockingIOError:
            return
        except OSError:
            received = b""
        if not received:
            self._end()
            return
        self._received += received
        while len(self._received) >= _HEADER:
            number = int.from_bytes(self._received[:4], "big")
            end = _HEADER + int.from_bytes(self._received[4:_HEADER], "big")
            if len(self._received) < end:
                return
            reply = bytes(self._received[_HEADER:end])
            del self._received[:end]
            self._take(number, reply[:1], reply[1:])

    def _take(self, number: int, kind: bytes, text: bytes) -> None:
        if kind == EXIT:
            exited = self._exits.pop(number, None)
            if exited is not None and not exited.done():
                exited.set_result(int(text))
            return
        answer = self._answers.pop(number, None)
        if answer is None or answer.done():
            return
        if kind in {READY, STARTED, DONE}:
            answer.set_result(text)
        elif kind == FAILED:
            answer.set_exception(SandboxError(text.decode("utf-8", "replace")))

    def _end(self) -> None:
        """Nothing comes any more: whoever waits is told."""
        if self._closed.done():
            return
        # Before the descriptor's number can be given to another socket.
        self._loop.remove_reader(self._socket)
        self._loop.remove_writer(self._socket)
        self._socket.close()
        self._closed.set_result(None)
        error = SandboxError("the sandbox has ended")
        for answer in self._answers.values():
            if not answer.done():
                answer.set_exception(error)
                # Nobody may be waiting any more.
                answer.exception()
        for exited in self._exits.values():
            if exited.done():
                continue
            if self._stopping:
                exited.set_result(KILLED)
            else:
                exited.set_exception(SandboxError("the sandbox ended while a command was running"))
                exited.exception()
        self._answers.clear()
        self._exits.clear()


class RemoteProcess:
    """A process that an agent has started."""

    def __init__(self, channel: Channel, number: int, exited: asyncio.Future[int]) -> None:
        self._channel = channel
        self._number = number
        self._exited = exited

    async def wait(self) -> int:
        """Wait for the process; may be waited for by several, and again."""
        return await asyncio.shield(self._exited)

    async def signal(self, number: int) -> None:
        """Send a signal to the process group, if the process has not ended."""
        if not self._exited.done():
            await self._channel.request("signal", process=self._number, signal=int(number))
