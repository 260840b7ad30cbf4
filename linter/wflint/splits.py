"""The files of a split config or orb's source: which belong together."""

from __future__ import annotations

import os
from itertools import islice

from wflint.errors import FileError
from wflint.model.names import PART_DIRECTORIES, YAML_ENDINGS
from wflint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


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
    if any(name.startswith("@") and name.endswith(YAML_ENDINGS) for name in names):
        return not (os.path.basename(os.path.abspath(directory)) == ".circleci" and "config.yml" in names)
    return "config.yml" not in names and any(
        next(part_files(os.path.join(directory, name)), None) is not None
        for name in PART_DIRECTORIES.intersection(names)
    )


def part_files(root: str) -> Iterator[PartFile]:
    """The YAML files below a directory in the order of names, hidden ones and other files left out.

    Raises `FileError` for a directory below it that cannot be read.
    """
    yield from _below(root, (), set())


def split_root(directory: str, known: Callable[[str], bool] | None = None, most: int | None = None) -> str | None:
    """The outermost directory around that is the root of a split source; None without one.

    With `known` only those count all of whose files, at most as many as `most`, are known by their path.
    """
    root = None
    for parent in _around(os.path.abspath(directory)):
        if is_split(parent):
            files = () if known is None else islice(part_files(parent), None if most is None else most + 1)
            if known is None or all(known(file.path) for file in files):
                root = parent
        if os.path.basename(parent) == ".circleci" or os.path.exists(os.path.join(parent, ".git")):
            break
    return root


def _around(directory: str) -> Iterator[str]:
    while True:
        yield directory
        parent = os.path.dirname(directory)
        if parent == directory:
            return
        directory = parent


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
        elif name.endswith(YAML_ENDINGS) and os.path.isfile(path):
            yield PartFile((*names, name), path)
