"""The files of a split config or orb's source: which belong together, and reading them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from wflint.cli.files import decoded, display_path, read_source
from wflint.compiler.pack import Part
from wflint.errors import FileError
from wflint.syntax.parsing import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wflint.source import Source

ENDINGS = (".yml", ".yaml")

SECTIONS = frozenset({"commands", "examples", "executors", "jobs", "orbs", "parameters", "workflows"})
"""Names of directories that make the one around them a split source."""


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
        next(part_files(os.path.join(directory, name)), None) is not None for name in SECTIONS.intersection(names)
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
