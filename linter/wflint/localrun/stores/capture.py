"""What files and commands inside a sandbox say, read outside of it."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import BinaryIO

    from wflint.localrun.sandbox.protocol import Sandbox


async def captured(
    sandbox: Sandbox, argv: Sequence[str], *, directory: str, environment: Mapping[str, str] | None = None
) -> tuple[int, BinaryIO]:
    """Run a command of ours to its end: its exit code, and all it wrote, to be closed by the caller."""
    variables = {**sandbox.environment, "LC_ALL": "C", **(environment or {})}
    file = tempfile.TemporaryFile()  # noqa: SIM115 -- the caller reads and closes it
    try:
        process = await sandbox.spawn(argv, environment=variables, directory=directory, output=file.fileno())
        code = await process.wait()
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return code, file


async def packed(sandbox: Sandbox, base: str, members: Sequence[str], path: str) -> None:
    """Pack members of a directory inside into a tar outside, which is there only when it is whole."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with replacing(path) as file:
        await sandbox.pack(base, members, file.fileno())


async def unpacked(sandbox: Sandbox, base: str, path: str) -> None:
    """Unpack a tar of ours into a directory inside."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        await sandbox.unpack(base, descriptor)
    finally:
        os.close(descriptor)


def outermost(names: Iterable[str]) -> list[str]:
    """Names sorted, each once, without those below another."""
    kept: list[str] = []
    found = set(names)
    for name in sorted(found):
        parts = name.split("/")
        if "." in found and name != ".":
            continue
        if not any("/".join(parts[:length]) in found for length in range(1, len(parts))):
            kept.append(name)
    return kept


def literal(name: str) -> str:
    """A name as a glob that matches it alone."""
    return "".join(f"\\{char}" if char in "*?[\\" else char for char in name)


@contextmanager
def replacing(path: str) -> Iterator[BinaryIO]:
    """A file to be written, which takes its place when all went well and is removed if not."""
    temporary = f"{path}.{os.getpid()}.part"
    try:
        with open(temporary, "wb") as file:
            yield file
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
