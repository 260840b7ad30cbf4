"""The output of a step: one pipe for both streams, read as it comes, never waited for after the step has ended."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

CHUNK = 1 << 18
"""At most so many bytes are read at once."""

DRAIN_SECONDS = 0.3
"""So long a pipe may stay silent after its step has ended; children that were left behind may keep it open."""

MOST_DRAIN_SECONDS = 2.0
"""So long children that were left behind may keep their step from ending by what they write."""


class OutputPipe:
    """A pipe whose data goes to `take` in pieces; an empty piece says that nothing more comes, at least for now.

    `write_end` is given to the process and closed by `started`. `last` is the time of the loop when the last data came.
    """

    def __init__(self, take: Callable[[bytes], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._take = take
        self._read_end, self.write_end = os.pipe2(os.O_CLOEXEC)
        self._is_open = self._has_write_end = True
        self._ended = asyncio.Event()
        self.last = self._loop.time()
        os.set_blocking(self._read_end, False)
        self._loop.add_reader(self._read_end, self._read)

    def started(self) -> None:
        """Close the end that the process has a copy of."""
        if self._has_write_end:
            self._has_write_end = False
            os.close(self.write_end)

    async def drain(self) -> bool:
        """Read what a process that has ended left; whether the pipe is closed then.

        Children that were left behind may keep it open: it goes on being read, so that they can go on writing.
        """
        self.started()
        deadline = self._loop.time() + MOST_DRAIN_SECONDS
        while not self._ended.is_set() and self._loop.time() < deadline:
            before = self.last
            try:
                async with asyncio.timeout(DRAIN_SECONDS):
                    await self._ended.wait()
            except TimeoutError:
                if self.last == before:
                    break
        self._take(b"")
        if self._ended.is_set():
            self.close()
        return self._ended.is_set()

    def close(self) -> None:
        """Close both ends; what was not read is lost. May be called twice."""
        self.started()
        if self._is_open:
            self._is_open = False
            # A descriptor that is closed while the loop still watches it would be mistaken for the next of its number.
            self._loop.remove_reader(self._read_end)
            os.close(self._read_end)
            self._ended.set()

    def _read(self) -> None:
        try:
            data = os.read(self._read_end, CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._loop.remove_reader(self._read_end)
            self._ended.set()
            return
        self.last = self._loop.time()
        self._take(data)
