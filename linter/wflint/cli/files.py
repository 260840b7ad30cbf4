"""Files as commands read and write them: configs, standard streams, results."""

from __future__ import annotations

import os
import stat
import sys

from wflint.errors import FileError
from wflint.source import Source, decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import NoReturn

CONFIG_NAMES = ("config.yml", "config.yaml")
STDIN = "-"


def read_config(path: str | None = None, *, stdin_name: str = "<stdin>") -> Source:
    """Read the config a command is given.

    `-` is the standard input, shown as `stdin_name`; a directory stands for the config in its `.circleci`; None for
    the config of the repository around the current directory. Raises `FileError` for what is not there.
    """
    if path == STDIN:
        return decoded(read_standard_input(), stdin_name)
    return read_source(default_config(os.curdir) if path is None else config_path(path))


def read_source(path: str) -> Source:
    """Read one file. Raises `FileError` for one that is missing, unreadable or no ordinary file."""
    return decoded(read_bytes(path), path)


def read_standard_input() -> bytes:
    """All of the standard input. Raises `FileError` where there is none."""
    if sys.stdin is None:
        raise FileError("there is no standard input to read")
    return sys.stdin.buffer.read()


def read_bytes(path: str) -> bytes:
    """The content of an ordinary file. Raises `FileError`; never waits for a pipe or a device."""
    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            raise FileError(f"`{path}` is {_kind_of_file(status.st_mode)}, not a file")
        with open(path, "rb") as file:
            return file.read()
    except (OSError, ValueError) as error:
        _refuse(path, error)


def decoded(data: bytes, path: str) -> Source:
    """The source of a file's bytes, shown under `path`."""
    return Source(decode(data).text, path)


def config_path(path: str) -> str:
    """The config a path stands for: itself, or the one in a directory's `.circleci`. Raises `FileError`."""
    if not os.path.isdir(path):
        return path
    found = _config_in(path)
    if found is None:
        raise FileError(f"`{path}` has no `.circleci/config.yml`")
    return found


def default_config(directory: str) -> str:
    """The config of the repository around a directory, relative to the current one. Raises `FileError`."""
    current = os.path.abspath(directory)
    for parent in ancestors(current):
        found = _config_in(parent)
        if found is not None:
            return display_path(found)
        if os.path.exists(os.path.join(parent, ".git")):
            break
    raise FileError("no `.circleci/config.yml` here or in the repository around; name a file")


def display_path(path: str) -> str:
    """A path as people read it: relative to the current directory where it is below it."""
    relative = os.path.relpath(path)
    return path if relative.startswith(os.pardir) and os.path.isabs(path) else relative


def ancestors(path: str) -> Iterator[str]:
    """An absolute path and the directories above it, innermost first."""
    while True:
        yield path
        parent = os.path.dirname(path)
        if parent == path:
            return
        path = parent


def write_result(result: str | bytes, output: str | None = None) -> None:
    """Write a command's result to a file, or to the standard output if `output` is None or `-`.

    A reader that stops early (`| head`) is no error.
    """
    if output is not None and output != STDIN:
        write_file(output, result)
        return
    if sys.stdout is None:
        return
    try:
        _write_stream(result)
        sys.stdout.flush()
    except OSError as error:
        # The interpreter flushes once more at exit; that must not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise FileError(f"cannot write the result: {_reason(error)}") from error


def write_file(path: str, content: str | bytes) -> None:
    """Replace a file's content in one step, its mode kept, a symbolic link followed. Raises `FileError`."""
    target = os.path.realpath(path)
    temporary = f"{target}.{os.getpid()}.tmp"
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    try:
        if os.path.exists(target) and not os.path.isfile(target):
            # A device such as /dev/stdout cannot be replaced, only written to.
            with open(target, "wb") as file:
                file.write(data)
            return
        with open(temporary, "wb") as file:
            file.write(data)
        if os.path.exists(target):
            os.chmod(temporary, stat.S_IMODE(os.stat(target).st_mode))
        os.replace(temporary, target)
    except OSError as error:
        _remove(temporary)
        raise FileError(f"cannot write `{path}`: {_reason(error)}") from error


def _config_in(directory: str) -> str | None:
    folders = [os.path.join(directory, ".circleci")]
    if os.path.basename(os.path.abspath(directory)) == ".circleci":
        folders.insert(0, directory)
    for folder in folders:
        for name in CONFIG_NAMES:
            path = os.path.join(folder, name)
            if os.path.isfile(path):
                return path
    return None


def _refuse(path: str, error: OSError | ValueError) -> NoReturn:
    if isinstance(error, FileNotFoundError):
        raise FileError(f"`{path}` does not exist") from error
    raise FileError(f"cannot read `{path}`: {_reason(error)}") from error


def _reason(error: OSError | ValueError) -> str:
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return text[:1].lower() + text[1:]


def _kind_of_file(mode: int) -> str:
    kinds = {stat.S_IFDIR: "a directory", stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}
    return kinds.get(stat.S_IFMT(mode), "a device")


def _write_stream(result: str | bytes) -> None:
    if isinstance(result, bytes):
        sys.stdout.buffer.write(result)
        return
    try:
        sys.stdout.write(result)
    except UnicodeEncodeError:
        encoding = sys.stdout.encoding
        sys.stdout.write(result.encode(encoding, "backslashreplace").decode(encoding))


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        return
