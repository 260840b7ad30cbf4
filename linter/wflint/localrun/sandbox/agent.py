"""The step agent: it runs inside a sandbox, starts what the runner asks for, and says how it ended.

A stream socket joins both. A request is a length in four bytes, to which file descriptors are attached, and a
marshalled mapping; a reply is the request's number and a length in four bytes each, a letter and a text. The runner's
end closing ends the agent, and with it everything that it started.

Every sandbox waits for it, so it imports next to nothing, not even its package: `socket`, `signal` and `typing` would
triple the time of its start.
"""

from __future__ import annotations

import marshal
import os
import select
import sys
from _socket import CMSG_LEN, SCM_RIGHTS, SOL_SOCKET, socket

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, NoReturn
else:
    import _signal as signal

READY, STARTED, EXIT, DONE, FAILED = b"R", b"S", b"X", b"D", b"F"
"""Kinds of replies: the agent runs (number 0), a process has started, has ended; a request is done, has failed."""

LISTENING = b"ready\n"
"""What the output of `listen` begins with."""

MOST_DESCRIPTORS = 3
_UMASK = 0o022
_NOT_FOUND, _NOT_EXECUTABLE, _NOT_STARTED = 127, 126, 1


def main(descriptor: int, *, reaper: bool = False) -> None:
    """Serve the runner at the other end of a socket until it closes.

    `reaper`: there is no process namespace, so orphans are adopted, and ended at the end.
    """
    os.set_inheritable(descriptor, False)
    os.umask(_UMASK)
    if reaper:
        descendants = __import__("descendants")
        descendants.adopt_orphans()
    Agent(socket(fileno=descriptor)).serve()
    if reaper:
        descendants.end_all(os.getpid())
    os._exit(0)


class Agent:
    """The agent's state: the socket, and the processes that run, by their process id."""

    def __init__(self, channel: socket) -> None:
        self._channel = channel
        self._poll = select.poll()
        self._numbers: dict[int, int] = {}
        self._pipes: dict[int, int] = {}
        self._answers: dict[str, Callable[[Mapping[str, Any]], bytes]] = {
            "signal": self._signal,
            "make_directory": _make_directory,
            "write": _write,
            "list": _list,
            "existing": _existing,
        }

    def serve(self) -> None:
        """Answer requests until the runner is gone."""
        woken, waker = os.pipe()
        os.set_blocking(waker, False)
        signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._poll.register(self._channel, select.POLLIN)
        self._poll.register(woken, select.POLLIN)
        try:
            self._reply(0, READY)
            while True:
                ready = [descriptor for descriptor, _ in self._poll.poll()]
                if woken in ready:
                    os.read(woken, 4096)
                    self._reap()
                for descriptor in ready:
                    if descriptor in self._pipes:
                        self._pass_on(descriptor)
                if self._channel.fileno() in ready and not self._answer():
                    return
        except (BrokenPipeError, ConnectionResetError):
            return

    def _answer(self) -> bool:
        """Answer one request; False if the runner is gone."""
        received = _receive(self._channel)
        if received is None:
            return False
        request, descriptors = received
        number = request["number"]
        try:
            if request["kind"] == "spawn":
                self._spawn(number, request, descriptors)
            elif request["kind"] == "listen":
                self._listen(request["path"], descriptors[0])
                self._reply(number, DONE)
            else:
                self._reply(number, DONE, self._answers[request["kind"]](request))
        except (OSError, ValueError) as error:
            self._reply(number, FAILED, _text_of(error).encode("utf-8", "surrogateescape"))
        finally:
            for descriptor in descriptors:
                os.close(descriptor)
        return True

    def _spawn(self, number: int, request: Mapping[str, Any], descriptors: Sequence[int]) -> None:
        executed, executing = os.pipe()
        process = os.fork()
        if process == 0:
            _become(request, descriptors)
        os.close(executing)
        # The pipe closes when the command has been executed: from then on its process group exists.
        os.read(executed, 1)
        os.close(executed)
        self._numbers[process] = number
        self._reply(number, STARTED)

    def _listen(self, path: str, output: int) -> None:
        """Make a named pipe for everybody, in a directory for everybody, and pass on what is written to it."""
        directory = os.path.dirname(path)
        os.makedirs(directory, exist_ok=True)
        os.mkfifo(path)
        for opened, mode in ((directory, 0o777), (path, 0o666)):
            os.chmod(opened, mode)
        # Open for writing too, so that it never ends and nothing written to it is lost.
        pipe = os.open(path, os.O_RDWR | os.O_NONBLOCK)
        os.write(output, LISTENING)
        self._pipes[pipe] = os.dup(output)
        self._poll.register(pipe, select.POLLIN)

    def _pass_on(self, pipe: int) -> None:
        try:
            os.write(self._pipes[pipe], os.read(pipe, 4096))
        except BlockingIOError:
            return
        except OSError:
            # The runner listens no more.
            self._poll.unregister(pipe)
            os.close(self._pipes.pop(pipe))
            os.close(pipe)

    def _signal(self, request: Mapping[str, Any]) -> bytes:
        for process, number in self._numbers.items():
            if number == request["process"]:
                try:
                    os.killpg(process, request["signal"])
                except (ProcessLookupError, PermissionError):
                    # Gone, or gone to another user: nothing that could be told.
                    return b""
        return b""

    def _reap(self) -> None:
        """Tell of every process that has ended; orphans that the agent inherited end unnoticed."""
        while True:
            try:
                process, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if process == 0:
                return
            number = self._numbers.pop(process, None)
            if number is not None:
                code = os.waitstatus_to_exitcode(status)
                self._reply(number, EXIT, str(code if code >= 0 else 128 - code).encode())

    def _reply(self, number: int, kind: bytes, text: bytes = b"") -> None:
        self._channel.sendall(number.to_bytes(4, "big") + (len(text) + 1).to_bytes(4, "big") + kind + text)


def _receive(channel: socket) -> tuple[Mapping[str, Any], list[int]] | None:
    """The next request and the descriptors that came with it; None at the end."""
    space = CMSG_LEN(4 * MOST_DESCRIPTORS)
    header, ancillary, _, _ = channel.recvmsg(4, space)
    descriptors = [
        int.from_bytes(data[start : start + 4], sys.byteorder)
        for level, kind, data in ancillary
        if (level, kind) == (SOL_SOCKET, SCM_RIGHTS)
        for start in range(0, len(data) - 3, 4)
    ]
    for descriptor in descriptors:
        os.set_inheritable(descriptor, False)
    rest = _receive_exactly(channel, 4 - len(header)) if header else None
    if rest is None:
        return None
    body = _receive_exactly(channel, int.from_bytes(header + rest, "big"))
    return None if body is None else (marshal.loads(body), descriptors)  # noqa: S302 -- from the runner


def _receive_exactly(channel: socket, length: int) -> bytes | None:
    parts = []
    while length:
        part = channel.recv(min(length, 1 << 20))
        if not part:
            return None
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def _make_directory(request: Mapping[str, Any]) -> bytes:
    os.makedirs(request["path"], exist_ok=True)
    return b""


def _write(request: Mapping[str, Any]) -> bytes:
    path = request["path"]
    os.makedirs(os.path.dirname(path), exist_ok=True)
    temporary = f"{path}.{os.getpid()}.{request['number']}"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "wb") as file:
            file.write(request["content"])
        os.chmod(temporary, request["mode"])
        os.replace(temporary, path)
    except OSError:
        os.unlink(temporary)
        raise
    return b""


def _list(request: Mapping[str, Any]) -> bytes:
    """The names in each directory, each followed by NUL, each directory by another; none for a file."""
    found = []
    for directory in request["paths"]:
        try:
            names = os.listdir(os.fsencode(directory))
        except OSError:
            names = []
        found.append(b"".join(name + b"\0" for name in names) + b"\0")
    return b"".join(found)


def _existing(request: Mapping[str, Any]) -> bytes:
    """A byte for each path: 1 if something is there, a broken link included."""
    return bytes(os.path.lexists(path) for path in request["paths"])


def _become(request: Mapping[str, Any], descriptors: Sequence[int]) -> NoReturn:
    """Turn a forked child into the command: a session of its own, its streams, its directory.

    `descriptors` are the output; or input, output and errors.
    """
    code = _NOT_STARTED
    try:
        os.setsid()
        _connect(descriptors)
        _reset_signals()
        os.makedirs(request["directory"], exist_ok=True)
        os.chdir(request["directory"])
        code = _execute(request["argv"], request["environment"])
    except (OSError, ValueError) as error:
        _say(_text_of(error))
    finally:
        os._exit(code)


def _connect(descriptors: Sequence[int]) -> None:
    if len(descriptors) == 1:
        descriptors = (os.open(os.devnull, os.O_RDONLY), descriptors[0], descriptors[0])
    # Above the standard streams first: one may be in the place of another.
    high = [_above(descriptor) for descriptor in descriptors]
    for target, descriptor in enumerate(high):
        os.dup2(descriptor, target)


def _above(descriptor: int) -> int:
    kept = []
    while descriptor <= 2:
        kept.append(descriptor)
        descriptor = os.dup(descriptor)
    return descriptor


def _reset_signals() -> None:
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGINT, signal.SIGPIPE, signal.SIGXFSZ, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])


def _execute(argv: list[str], environment: Mapping[str, str]) -> int:
    """Execute a command, looked up in its own `PATH`; returns only if that fails."""
    name = argv[0]
    folders = [""] if "/" in name else [folder or "." for folder in environment.get("PATH", os.defpath).split(":")]
    denied: OSError | None = None
    for folder in folders:
        try:
            os.execve(os.path.join(folder, name), argv, environment)  # noqa: S606 -- that is its purpose
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            denied = error
    if denied is None:
        _say(f"{name}: command not found")
        return _NOT_FOUND
    _say(f"{name}: {_text_of(denied)}")
    return _NOT_EXECUTABLE


def _say(text: str) -> None:
    os.write(2, f"wflint: {text}\n".encode("utf-8", "surrogateescape"))


def _text_of(error: OSError | ValueError) -> str:
    if not isinstance(error, OSError) or not error.strerror:
        return str(error)
    reason = error.strerror[:1].lower() + error.strerror[1:]
    return f"{os.fsdecode(error.filename)}: {reason}" if isinstance(error.filename, str | bytes) else reason
