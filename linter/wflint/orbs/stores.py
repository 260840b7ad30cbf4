"""The directories that orbs lie in, as `NAMESPACE/NAME@VERSION.yml`: the project's, named ones, the user's cache."""

from __future__ import annotations

import os
import stat

from wflint.errors import OrbError
from wflint.orbs.lock import parse_lock, pin_of_version, sha256_of
from wflint.orbs.reference import newest, parse_reference
from wflint.records import NamedTuple
from wflint.source import Source, decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from wflint.orbs.lock import Pin
    from wflint.orbs.reference import Reference

VENDORED = os.path.join(".wflint", "orbs")
LOCK = os.path.join(".wflint", "orbs.lock")
MARKERS = (".git", ".circleci", ".wflint")
"""What makes a directory a project; `.git` ends the search for others above it."""

_SUFFIX = ".yml"


class Store(NamedTuple):
    """A directory of orbs; `kind` is `project`, `path` (named in the settings) or `cache`."""

    kind: str
    directory: str

    def versions(self, reference: Reference) -> list[str]:
        """The versions of an orb that lie here, in the order of their texts."""
        prefix = f"{reference.name}@"
        names = _names_in(os.path.join(self.directory, reference.namespace))
        return [
            name[len(prefix) : -len(_SUFFIX)] for name in names if name.startswith(prefix) and name.endswith(_SUFFIX)
        ]

    def references(self) -> list[Reference]:
        """All orbs that lie here, in the order of their names."""
        found = []
        for namespace in _names_in(self.directory):
            for name in _names_in(os.path.join(self.directory, namespace)):
                reference = parse_reference(f"{namespace}/{name.removesuffix(_SUFFIX)}")
                if name.endswith(_SUFFIX) and reference is not None:
                    found.append(reference)
        return found

    def path(self, reference: Reference) -> str:
        """Where the source of an exact reference lies, or would lie."""
        return os.path.join(self.directory, reference.namespace, f"{reference.name}@{reference.version}{_SUFFIX}")


class AtHand(NamedTuple):
    """An orb that lies in a store: the exact reference, the store and the file."""

    reference: Reference
    store: Store
    path: str


class Orbs:
    """What is at hand for one project: its stores, those looked into first first, and its lock file.

    `pins` are by reference; empty without a lock file. `lock_path` is None outside of a project.
    """

    __slots__ = ("lock_path", "pins", "stores")

    def __init__(self, stores: Iterable[Store], pins: Mapping[str, Pin], lock_path: str | None) -> None:
        self.stores = tuple(stores)
        self.pins = pins
        self.lock_path = lock_path

    def locate(self, reference: Reference) -> AtHand | None:
        """Where the orb that a reference stands for lies; None if it does not.

        A pinned reference stands for its pin; another for the newest version that fits in the first store that has one.
        """
        pin = self.pins.get(str(reference))
        wanted = reference if pin is None else reference.at(pin.version)
        for store in self.stores:
            version = newest(wanted.version, store.versions(wanted))
            if version is not None:
                exact = wanted.at(version)
                return AtHand(exact, store, store.path(exact))
        return None

    def read(self, text: str) -> Source | None:
        """The source that a reference stands for, its path being the exact reference; None if it is not at hand.

        Raises `OrbError` for a file that cannot be read or is not what was pinned.
        """
        reference = parse_reference(text)
        found = None if reference is None else self.locate(reference)
        if reference is None or found is None:
            return None
        data = _content(found.path)
        pinned = pin_of_version(found.reference, self.pins)
        if pinned is not None and pinned[1].sha256 != sha256_of(data):
            raise OrbError(
                f"`{found.path}` is not what `{self.lock_path}` pins for `{pinned[0]}`: its hash differs;"
                f" `wflint orb pull {pinned[0]} --update` fetches it anew"
            )
        return Source(decode(data).text, str(found.reference))

    def resolver(self, on_fault: Callable[[str], None] | None = None) -> Callable[[str], Source | None]:
        """Find sources by reference; with `on_fault` an orb that cannot be used is told there and not at hand."""
        if on_fault is None:
            return self.read

        def find(text: str) -> Source | None:
            try:
                return self.read(text)
            except OrbError as error:
                on_fault(str(error))
                return None

        return find


def orbs_for(directory: str, others: Iterable[str] = (), environment: Mapping[str, str] | None = None) -> Orbs:
    """What is at hand for files in a directory: of its projects, of the other directories, of the user's cache.

    Raises `OrbError` for a lock file that cannot be used.
    """
    environment = os.environ if environment is None else environment
    projects = list(_projects(directory))
    stores = [Store("project", os.path.join(project, VENDORED)) for project in projects]
    stores += [Store("path", other) for other in others]
    cache = cache_directory(environment)
    if cache is not None:
        stores.append(Store("cache", cache))
    locks = [os.path.join(project, LOCK) for project in projects]
    lock_path = next((path for path in locks if os.path.exists(path)), None)
    return Orbs(stores, {} if lock_path is None else read_lock(lock_path), lock_path)


def read_lock(path: str) -> dict[str, Pin]:
    """The pins of a lock file; none if it does not exist. Raises `OrbError`."""
    try:
        return parse_lock(_content(path).decode(), path) if os.path.exists(path) else {}
    except UnicodeDecodeError as error:
        raise OrbError(f"cannot read `{path}`: it is no UTF-8") from error


def _content(path: str) -> bytes:
    """The bytes of an ordinary file: a repository may hold links to pipes and devices, which never end."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise OrbError(f"cannot read `{path}`: it is no ordinary file")
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        reason = error.strerror or str(error)
        raise OrbError(f"cannot read `{path}`: {reason[:1].lower()}{reason[1:]}") from error


def cache_directory(environment: Mapping[str, str]) -> str | None:
    """The user's cache of orbs: `wflint/orbs` below `XDG_CACHE_HOME`, by default `~/.cache`; None without a home."""
    base = environment.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):
        # A relative path is to be ignored: https://specifications.freedesktop.org/basedir-spec/latest/
        home = environment.get("HOME", "")
        base = os.path.join(home, ".cache") if os.path.isabs(home) else ""
    return os.path.join(base, "wflint", "orbs") if base else None


def project_of(directory: str) -> str | None:
    """The root of the project that a directory is in: of its repository, else where `.circleci` lies; else None."""
    candidates = [parent for parent in _projects(directory) if any(_has(parent, marker) for marker in MARKERS)]
    return next((parent for parent in candidates if _has(parent, ".git")), candidates[0] if candidates else None)


def _projects(directory: str) -> list[str]:
    """A directory and those above it, up to the root of the repository."""
    found = []
    current = os.path.abspath(directory)
    while True:
        found.append(current)
        parent = os.path.dirname(current)
        if parent == current or _has(current, ".git"):
            return found
        current = parent


def _names_in(directory: str) -> list[str]:
    """What lies in a directory, in order; nothing in one that cannot be read."""
    try:
        return sorted(os.listdir(directory))
    except OSError:
        return []


def _has(directory: str, name: str) -> bool:
    return os.path.exists(os.path.join(directory, name))
