"""The state directory of a repository: its runs, each in a directory of its own, its caches, the timings of its tests.

A run holds a lock on a file of its directory as long as it lives; the system opens it when the process ends, however
that happens, so that nothing can be taken for alive that is not.
"""

from __future__ import annotations

import fcntl
import json
import os
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from wflint.errors import FileError
from wflint.localrun.removal import remove_tree
from wflint.localrun.stores.caches import CacheStore
from wflint.localrun.stores.capture import replacing
from wflint.localrun.stores.handing_out import StorePlaces
from wflint.localrun.stores.names import directory_name
from wflint.localrun.stores.workspaces import WorkspaceStore

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

VERSION = 1
_LOCK = "lock"
_BEGINNING = "beginning-"
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class RunDirectory:
    """The directory of one run, which has the number `number`, from 1; what is in it may be missing."""

    path: str
    number: int

    @property
    def events(self) -> str:
        """The file of all events, one a line: the truth about the run."""
        return os.path.join(self.path, "events.jsonl")

    @property
    def record(self) -> str:
        """The file that says what is run, written at the start."""
        return os.path.join(self.path, "run.json")

    @property
    def result(self) -> str:
        """The file that says how it ended, written at the end; a run that was killed has none."""
        return os.path.join(self.path, "result.json")

    @property
    def logs(self) -> str:
        """The directory of what each step printed."""
        return os.path.join(self.path, "logs")

    @property
    def artifacts(self) -> str:
        """The directory of the artifacts of all jobs."""
        return os.path.join(self.path, "artifacts")

    @property
    def source(self) -> str:
        """The directory of the snapshot of the repository."""
        return os.path.join(self.path, "source")

    @property
    def sandboxes(self) -> str:
        """The directory that the sandboxes of all nodes are made in."""
        return os.path.join(self.path, "jobs")

    @property
    def workspace(self) -> WorkspaceStore:
        """The layers of its workspace."""
        return WorkspaceStore(os.path.join(self.path, "workspace"))

    @property
    def is_alive(self) -> bool:
        """Whether the process that made it still runs."""
        try:
            with open(os.path.join(self.path, _LOCK), "rb") as file:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False

    def sandbox(self, job: str, node: int) -> str:
        """The directory that a node's sandbox is made in."""
        return os.path.join(self.sandboxes, directory_name(job), str(node))

    def log(self, job: str, node: int, step: int) -> str:
        """The file of what a step printed, as bytes; its name counts steps from 1, as people do."""
        return os.path.join(self.logs, directory_name(job), str(node), f"{step + 1:02}.log")

    def places(self, state: State, *, artifacts: str | None = None) -> StorePlaces:
        """Where its jobs store; `artifacts` is the directory for them if it is not the run's own."""
        return StorePlaces(
            artifacts=self.artifacts if artifacts is None else os.path.abspath(artifacts),
            test_results=os.path.join(self.path, "test-results"),
            scratch=os.path.join(self.path, "scratch"),
            timings=state.timings,
        )

    def write(self, path: str, data: Mapping[str, Any]) -> None:
        """Write one of its JSON files in one step. Raises `FileError`."""
        with _told(path), replacing(path) as file:
            file.write(json.dumps({"version": VERSION, **data}, indent=1).encode())

    def read(self, path: str) -> dict[str, Any]:
        """Read one of its JSON files; nothing if it is missing or damaged."""
        try:
            with open(path, encoding="utf-8") as file:
                data = json.load(file)
        except (OSError, ValueError):
            return {}
        return data if isinstance(data, dict) else {}


@dataclass(slots=True)
class OwnRun:
    """A run of this process: its directory, which counts as alive until `close`."""

    directory: RunDirectory
    _lock: int = field(repr=False)

    def close(self) -> None:
        """Let others see that the run has ended. May be called twice."""
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1


@dataclass(frozen=True, slots=True)
class State:
    """The state directory of a repository; it need not exist yet."""

    path: str

    @property
    def caches(self) -> CacheStore:
        """The caches of all its runs."""
        return CacheStore(os.path.join(self.path, "caches"))

    @property
    def timings(self) -> str:
        """The file of how long tests took."""
        return os.path.join(self.path, "timings.json")

    def runs(self) -> tuple[RunDirectory, ...]:
        """All runs, oldest first. Raises `FileError` if they cannot be read."""
        folder = os.path.join(self.path, "runs")
        try:
            with _told(folder):
                names = os.listdir(folder)
        except FileError:
            if not os.path.lexists(folder):
                return ()
            raise
        numbers = sorted(int(name) for name in names if name.isascii() and name.isdigit())
        return tuple(self._run(number) for number in numbers)

    def run(self, number: int) -> RunDirectory | None:
        """The run of that number."""
        found = self._run(number)
        return found if os.path.isdir(found.path) else None

    def begin(self) -> OwnRun:
        """Make the directory of a new run, with the next number. Raises `FileError`."""
        folder = os.path.join(self.path, "runs")
        with _told(folder):
            os.makedirs(folder, exist_ok=True)
            self._hide()
            made = tempfile.mkdtemp(prefix=_BEGINNING, dir=folder)
            os.chmod(made, 0o700)
            lock = os.open(os.path.join(made, _LOCK), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(lock, fcntl.LOCK_EX)
            number = max((run.number for run in self.runs()), default=0) + 1
            # Locked first and named then: nobody ever sees a run that seems dead. A directory that is not empty cannot
            # be replaced, so of two runs that want one number, one takes the next.
            while not _renamed(made, self._run(number).path):
                number += 1
            self._point(number)
        return OwnRun(self._run(number), lock)

    def remove(self, run: RunDirectory) -> None:
        """Remove a run that has ended, whatever its jobs left in it."""
        aside = f"{run.path}.removed"
        with suppress(OSError):
            os.rename(run.path, aside)
        remove_tree(aside)

    def remove_leftovers(self) -> None:
        """Remove what runs left behind that were killed while they began or while others were removed."""
        folder = os.path.join(self.path, "runs")
        for name in os.listdir(folder) if os.path.isdir(folder) else ():
            path = os.path.join(folder, name)
            is_beginning = name.startswith(_BEGINNING) and not RunDirectory(path, 0).is_alive
            if is_beginning or name.endswith(".removed"):
                remove_tree(path)

    def _run(self, number: int) -> RunDirectory:
        return RunDirectory(os.path.join(self.path, "runs", f"{number:0{_DIGITS}}"), number)

    def _hide(self) -> None:
        """Keep git from taking the directory for part of a repository that it may lie in."""
        path = os.path.join(self.path, ".gitignore")
        if not os.path.exists(path):
            with replacing(path) as file:
                file.write(b"*\n")

    def _point(self, number: int) -> None:
        """Let the link `latest` show the newest run; where there are no links there is none."""
        temporary = os.path.join(self.path, f"latest.{os.getpid()}")
        with suppress(OSError):
            os.symlink(os.path.join("runs", f"{number:0{_DIGITS}}"), temporary)
            os.replace(temporary, os.path.join(self.path, "latest"))


def state_of(repository: str, environment: Mapping[str, str], *, given: str | None = None) -> State:
    """The state directory for a repository's root: `given`, else one of its own below `$XDG_STATE_HOME/wflint`."""
    if given is not None:
        return State(os.path.abspath(given))
    home = environment.get("XDG_STATE_HOME", "")
    if not os.path.isabs(home):
        home = os.path.join(environment.get("HOME") or os.path.expanduser("~"), ".local", "state")
    root = os.path.realpath(repository)
    digest = sha256(os.fsencode(root)).hexdigest()[:12]
    return State(os.path.join(home, "wflint", f"{directory_name(os.path.basename(root))}-{digest}"))


def _renamed(source: str, target: str) -> bool:
    try:
        os.rename(source, target)
    except OSError:
        if os.path.lexists(target):
            return False
        raise
    return True


@contextmanager
def _told(path: str) -> Iterator[None]:
    """Say what can be done about a state directory that cannot be used."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise FileError(
            f"state directory: `{error.filename or path}`: {reason}; `--state-dir DIR` takes another one"
        ) from error
