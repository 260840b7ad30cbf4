"""The files of a split config or orb's source as commands read and show them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from wflint import splits
from wflint.cli.files import decoded, display_path, read_source
from wflint.compiler.pack import Part
from wflint.errors import FileError
from wflint.splits import PartFile, is_split, split_root
from wflint.syntax.parsing import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from wflint.source import Source

__all__ = ["PartFile", "includer", "is_split", "part_files", "read_part", "split_roots"]


def part_files(root: str) -> Iterator[PartFile]:
    """The YAML files below a directory in the order of names, with their paths as people read them."""
    return (file._replace(path=display_path(file.path)) for file in splits.part_files(root))


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
            seen[directory] = split_root(directory, lambda file: os.path.realpath(file) in named, len(named))
        root = seen[directory]
        if root is not None and root not in found:
            files = [PartFile(file.names, named[os.path.realpath(file.path)]) for file in part_files(root)]
            found[root] = files
    return found
