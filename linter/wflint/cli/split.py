"""The files of a split config or orb's source: which belong together, and reading them."""

from __future__ import annotations

import os
from itertools import islice

from wflint.cli.discovery import ENDINGS, PART_DIRECTORIES
from wflint.cli.files import ancestors, decoded, display_path, read_source
from wflint.compiler.pack import Part
from wflint.errors import FileError
from wflint.records import NamedTuple
from wflint.syntax.parsing import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from wflint.source import Source


class PartFile(NamedTuple):
    """A file of a split source: its way below the root, as names, and the path to read."""

    names: tuple[str, ...]
    path: str


def is_split(directory: str) -> bool:
    """Whether a directory is the root of a split source.

    It has a file `@….yml`, or directories named after sections that hold YAML files, and no `config.yml` of its own.
    """
    try:
        names = os.listdir(directory)
    except OSError:
        return False
    if any(name.startswith("@") and name.endswith(ENDINGS) for name in names):
        return not (os.path.basename(os.path.abspath(directory)) == ".circleci" and "config.yml" in names)
    return "config.yml" not in names and any(
        next(part_files(os.path.join(directory, name)), None) is not None
        for name in PART_DIRECTORIES.intersection(names)
    )


def part_files(root: str) -> Iterator[PartFile]:
    """The YAML files below a directory in the order of names, hidden ones and other files left out."""
    yield from _below(root, (), set())


def read_part(file: PartFile, data: bytes | None = None) -> Part:
    """Read and parse a file, or parse its content. Raises `FileError`."""
    source = read_source(file.path) if data is None else decoded(data, file.path)
    return Part(file.names, parse(source))


def includer(root: str) -> Callable[[str], Source | None]:
    """Read what an orb's source includes, by its path below the root; None for what is not there."""
    known: dict[str, Source | None] = {}

    def include(path: str) -> Source | None:
        if path not in known:
            try:
                known[path] = read_source(display_path(os.path.join(root, path)))
            except FileError:
                known[path] = None
        return known[path]

    return include


def split_roots(paths: Iterable[str]) -> dict[str, list[PartFile]]:
    """The split sources all of whose files are among some paths, by root, with the files as those paths name them."""
    named = {os.path.realpath(path): path for path in paths}
    found: dict[str, list[PartFile]] = {}
    seen: dict[str, str | None] = {}
    for path in named.values():
        directory = os.path.dirname(os.path.abspath(path))
        if directory not in seen:
            seen[directory] = _root(directory, named.keys())
        root = seen[directory]
        if root is not None and root not in found:
            files = [PartFile(file.names, named[os.path.realpath(file.path)]) for file in part_files(root)]
            found[root] = files
    return found


def _root(directory: str, named: Collection[str]) -> str | None:
    """The outermost directory around that is the root of a split source with no file besides those named."""
    root = None
    for parent in ancestors(directory):
        if is_split(parent):
            files = list(islice(part_files(parent), len(named) + 1))
            if all(os.path.realpath(file.path) in named for file in files):
                root = parent
        if os.path.basename(parent) == ".circleci" or os.path.exists(os.path.join(parent, ".git")):
            break
    return root


def _below(directory: str, names: tuple[str, ...], seen: set[str]) -> Iterator[PartFile]:
    real = os.path.realpath(directory)
    if real in seen:
        return
    try:
        entries = sorted(os.listdir(directory))
    except OSError as error:
        if names:
            raise FileError(f"cannot read `{directory}`: {(error.strerror or str(error)).lower()}") from error
        return
    for name in entries:
        path = os.path.join(directory, name)
        if name.startswith("."):
            continue
        if os.path.isdir(path):
            yield from _below(path, (*names, name), seen | {real})
        elif name.endswith(ENDINGS) and os.path.isfile(path):
            yield PartFile((*names, name), display_path(path))
