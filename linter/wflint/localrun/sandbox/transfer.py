"""Files into and out of a sandbox as tar streams, and Go globs in it; the same for every backend."""

from __future__ import annotations

import asyncio
import os
import posixpath
import shlex
import tarfile
import tempfile
from typing import IO, TYPE_CHECKING, BinaryIO, Protocol, cast

from wflint.localrun.sandbox.protocol import SandboxError
from wflint.pipeline.globs import is_glob, matches

if TYPE_CHECKING:
    from collections.abc import Sequence
    from io import FileIO

    from wflint.localrun.sandbox.protocol import Process

_PACK = """\
eval "set -- $(cat)"
case $(tar --version 2>&1) in
*[Bb]usy[Bb]ox*) exec tar -C "$0" -cf - "$@" ;;
*) printf '%s\\0' "$@" | tar -C "$0" --null -T - -cf - ;;
esac
"""
"""It reads the members as words of the shell: BusyBox takes them as arguments only, which others limit more."""

_UNPACK = 'mkdir -p "$0" && exec tar -C "$0" -xpof -'

_HARMLESS = ("file changed as we read it", "file removed before we read it", "socket ignored", "Exiting with failure")
"""What GNU tar complains about, with exit code 1, when a directory is in use."""

_MOST_OF_A_MESSAGE = 2000


class Inside(Protocol):
    """What a backend offers for moving files."""

    async def execute(self, argv: Sequence[str], descriptors: Sequence[int]) -> Process:
        """Start a command of the runner's own; `descriptors` are its input, output and errors."""
        ...

    async def names_in(self, directories: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        """The names in each directory, in any order; empty for what is no directory."""
        ...

    async def existing(self, paths: Sequence[str]) -> tuple[bool, ...]:
        """Whether something is at each path, a broken link included."""
        ...


async def pack(inside: Inside, base: str, members: Sequence[str], output: int) -> None:
    """Write a tar of members of a directory inside to a file descriptor outside."""
    if not members:
        os.write(output, bytes(tarfile.RECORDSIZE))
        return
    with tempfile.TemporaryFile() as listed:
        listed.write(os.fsencode(shlex.join(_protected(member) for member in members)))
        listed.seek(0)
        code, message = await _run(inside, ("sh", "-c", _PACK, base), listed.fileno(), output)
    lines = [line for line in message.splitlines() if line.strip()]
    if code and not (code == 1 and lines and all(any(known in line for known in _HARMLESS) for line in lines)):
        raise SandboxError(f"cannot pack `{base}`: {_told(code, message)}")


async def unpack(inside: Inside, base: str, archive: int) -> None:
    """Unpack a tar from a file descriptor outside into a directory inside, after looking at every member."""
    reading, writing = os.pipe()
    checked = asyncio.create_task(asyncio.to_thread(_copy_checked, os.dup(archive), writing))
    try:
        code, message = await _run(inside, ("sh", "-c", _UNPACK, base), reading, None)
    finally:
        # The copying ends when nobody reads any more.
        os.close(reading)
        fault = await checked
    if fault is not None:
        raise SandboxError(f"cannot unpack into `{base}`: {fault}")
    if code:
        raise SandboxError(f"cannot unpack into `{base}`: {_told(code, message)}")


async def glob(inside: Inside, base: str, patterns: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """What each pattern of `filepath.Glob` matches below a directory inside."""
    known = _Known(inside)
    return tuple([await _matched(known, base, posixpath.normpath(pattern)) for pattern in patterns])


def _copy_checked(archive: int, target: int) -> str | None:
    """Copy a tar, each member after it has been looked at; the result says what is wrong with it."""
    with open(archive, "rb") as source, open(target, "wb", buffering=0) as sink:
        stream = _Stream(source, sink)
        links: set[str] = set()
        try:
            with tarfile.open(fileobj=cast("IO[bytes]", stream), mode="r|") as members:
                for member in members:
                    fault = _fault(member, links)
                    if fault is not None:
                        return fault
                    stream.pass_on(member.offset_data)
            stream.pass_rest()
        except tarfile.TarError as error:
            return f"the archive is damaged ({error})"
        except BrokenPipeError:
            # The reader has ended early: it says why.
            return None
    return None


class _Stream:
    """A stream whose bytes are kept until they may be passed on."""

    def __init__(self, source: BinaryIO, sink: FileIO) -> None:
        self._source = source
        self._sink = sink
        self._kept = bytearray()
        self._passed = 0

    def read(self, size: int) -> bytes:
        data = self._source.read(size)
        self._kept += data
        return data

    def pass_on(self, end: int) -> None:
        """Pass on what has been read and lies before a position of the stream."""
        length = min(end - self._passed, len(self._kept))
        rest = memoryview(bytes(self._kept[:length]))
        while rest:
            rest = rest[self._sink.write(rest) :]
        del self._kept[:length]
        self._passed += length

    def pass_rest(self) -> None:
        """Pass on everything that is left."""
        while self._kept or self.read(1 << 20):
            self.pass_on(self._passed + len(self._kept))


def _fault(member: tarfile.TarInfo, links: set[str]) -> str | None:
    """Why a member must not be unpacked; `links` are the symbolic links of the members before, to which it is added."""
    path = posixpath.normpath(member.name)
    if _leaves(path):
        return f"member `{member.name}` lies outside of it"
    if any(parent in links for parent in _parents(path)):
        return f"member `{member.name}` lies behind a link of the same archive"
    if member.islnk() and (_leaves(posixpath.normpath(member.linkname)) or _is_behind(member.linkname, links)):
        return f"member `{member.name}` is a link to `{member.linkname}`, which lies outside of it"
    if member.isdev() and not member.isfifo():
        return f"member `{member.name}` is a device"
    if member.issym():
        links.add(path)
    else:
        links.discard(path)
    return None


def _leaves(path: str) -> bool:
    return path == ".." or path.startswith(("/", "../"))


def _is_behind(path: str, links: set[str]) -> bool:
    return any(parent in links for parent in _parents(posixpath.normpath(path)))


def _parents(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:length]) for length in range(1, len(parts))]


async def _run(inside: Inside, argv: Sequence[str], source: int, output: int | None) -> tuple[int, str]:
    """Run a command to its end: exit code, and what it wrote to its errors."""
    with tempfile.TemporaryFile() as errors, open(os.devnull, "wb") as nowhere:  # noqa: ASYNC230 -- never blocks
        target = nowhere.fileno() if output is None else output
        process = await inside.execute(argv, (source, target, errors.fileno()))
        code = await process.wait()
        errors.seek(0)
        return code, errors.read(_MOST_OF_A_MESSAGE).decode("utf-8", "replace")


class _Known:
    """Directories that have been listed, so that none is asked for twice: a container takes its time to answer."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside
        self._names: dict[str, tuple[str, ...]] = {}

    async def names_in(self, directories: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        new = [directory for directory in dict.fromkeys(directories) if directory not in self._names]
        if new:
            self._names.update(zip(new, await self._inside.names_in(new), strict=True))
        return tuple(self._names[directory] for directory in directories)

    async def existing(self, paths: Sequence[str]) -> tuple[bool, ...]:
        return await self._inside.existing(paths)


async def _matched(inside: _Known, base: str, pattern: str) -> tuple[str, ...]:
    if pattern == "." or not is_glob(pattern):
        exists = await inside.existing([posixpath.join(base, pattern)])
        return (pattern,) if exists[0] else ()
    found = [""]
    segments = pattern.split("/")
    for position, segment in enumerate(segments):
        if not is_glob(segment):
            found = [posixpath.join(path, segment) for path in found]
            continue
        listed = await inside.names_in([posixpath.join(base, path) for path in found])
        found = [
            posixpath.join(path, name)
            for path, names in zip(found, listed, strict=True)
            for name in names
            if matches(segment, name)
        ]
        if not found:
            return ()
        if position == len(segments) - 1:
            return tuple(sorted(found))
    exist = await inside.existing([posixpath.join(base, path) for path in found])
    return tuple(sorted(path for path, exists in zip(found, exist, strict=True) if exists))


def _protected(member: str) -> str:
    """A name that no tar takes for an option."""
    return f"./{member}" if member.startswith("-") else member


def _told(code: int, message: str) -> str:
    line = next((line for line in message.splitlines() if line.strip()), "")
    return line.strip() or f"`tar` ended with {code}"
