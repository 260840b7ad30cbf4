"""What every backend offers: a place of its own for one node of one job, entered step by step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wflint.localrun.operations import Service

Network: TypeAlias = Literal["host", "none"]
"""`host`: this machine's network, or what an engine gives a container; `none`: a loopback of the node's own only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxSpec:
    """What a sandbox is made for: one node of one job of a run.

    `directory` is the node's own directory on this machine, absolute; it is made, and nothing is written elsewhere.
    `run`, `job` and `node` label what an engine starts. `image`, `user` and `services` count for containers only;
    `pull` lets an engine fetch images. `exposed` are directories of this machine that steps may read at their own
    place. `mapping` counts on the host only: absolute paths of the job, and where they are to be instead.
    """

    directory: str
    run: str
    job: str
    node: int = 0
    image: str | None = None
    user: str | None = None
    services: tuple[Service, ...] = ()
    pull: bool = False
    network: Network = "host"
    exposed: tuple[str, ...] = ()
    mapping: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fidelity:
    """In what a backend equals CircleCI, and what it is; shown to the user before and after a run.

    `exact_paths`: absolute paths of the job never touch the real ones. `own_processes`: nothing survives the job.
    `own_network`: nodes may listen on the same port. `uses_image`: the config's image is used.
    `writable_system`: packages can be installed into it. `notes` are further differences, one sentence each.
    """

    backend: str
    exact_paths: bool
    own_processes: bool
    own_network: bool
    uses_image: bool
    writable_system: bool
    notes: tuple[str, ...] = ()


class Process(Protocol):
    """A started step."""

    async def wait(self) -> int:
        """Wait for the process itself, not for children that keep its output open; 128+N is signal N."""
        ...

    async def signal(self, number: int) -> None:
        """Send a signal to the step's process group; a process that is gone is no error."""
        ...


class Sandbox(Protocol):
    """One node's environment. Paths are absolute inside it; `home` is the home directory there.

    `control` is a directory there for wflint's own files (scripts of steps, shims, `BASH_ENV`), writable by steps.
    `environment` are the variables a process has there before anybody sets any: HOME, PATH, those of the image; what
    `spawn` is given is complete and made from it. All three are known once `start` has returned.
    All methods raise `SandboxError` with one line for people when the backend fails; a command's own failure is
    its exit code.
    """

    fidelity: Fidelity
    home: str
    control: str
    environment: Mapping[str, str]

    async def start(self) -> None:
        """Make the environment; the working directory is not made yet."""
        ...

    async def spawn(
        self, argv: Sequence[str], *, environment: Mapping[str, str], directory: str, output: int
    ) -> Process:
        """Start a command: no stdin, both outputs on the descriptor `output`, whose copy the caller closes.

        `directory` is made if missing. The umask is 022. A command that
        does not exist ends with 127, one that cannot be executed with 126, both with a line on `output`.
        """
        ...

    async def make_directory(self, path: str) -> None:
        """Make a directory and those above it, as the sandbox's user; one that exists is no error."""
        ...

    async def write(self, path: str, content: bytes, *, mode: int = 0o644) -> None:
        """Write a file in one step, its directories included; what was there is replaced."""
        ...

    async def listen(self, path: str, output: int) -> None:
        """Make a named pipe that every user inside can write to, and a directory for it where all can make files.

        `output`, a descriptor whose copy the caller closes, is told `ready` and a line feed when it can be written to,
        and then all that is written to it, until the sandbox is stopped.
        """
        ...

    async def pack(self, base: str, members: Sequence[str], output: int) -> None:
        """Write an uncompressed tar of `members` (relative to `base`) to a file descriptor, made inside the sandbox.

        Directories are taken whole, links stay links. A member that is missing is an error.
        """
        ...

    async def unpack(self, base: str, archive: int) -> None:
        """Unpack a tar from a file descriptor into `base`, made if missing, as the sandbox's user.

        Modes and times are kept, owners are not. A member that would land outside `base` is an error.
        """
        ...

    async def glob(self, base: str, patterns: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        """For each Go glob, the matches below `base`, relative to it, sorted; empty where nothing matches.

        A pattern without wildcards matches if the file is there.
        """
        ...

    async def stop(self, *, keep: bool = False) -> None:
        """End every process, and remove the environment's files unless they are to be kept.

        The directory is free when this returns; what was in it is removed while the loop goes on. May be called twice,
        and after a failed start. Processes that are waited for end with 137.
        """
        ...


class SandboxError(Exception):
    """The backend itself failed."""
