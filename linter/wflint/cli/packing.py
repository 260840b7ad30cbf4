"""Join a split config or orb's source: from a directory to a text and an exit code. Knows nothing of Typer."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from wflint.cli.files import read_source, write_result
from wflint.cli.processing import say_faults
from wflint.cli.split import PartFile, includer, part_files, read_part
from wflint.compiler.pack import ONE_FILE, UNDEFINED, anchor_elsewhere, pack
from wflint.compiler.pack_yaml import to_packed_yaml
from wflint.diagnostic import Diagnostic, Severity
from wflint.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.compiler.pack import Packed
    from wflint.diagnostic import Problem

_UNREADABLE = frozenset(
    {"yaml-syntax", "nbsp-indentation", "undefined-alias", "alias-cycle", "merge-of-non-map", "excessive-yaml"}
)
"""Problems of a part that keep it from being joined."""


def pack_directory(path: str, *, is_sorted: bool, output: str | None, color: str) -> int:
    """Print the files below a directory as one; the exit code is 1, and nothing is printed, if they do not join.

    A file stands for a directory with nothing else in it. Raises `FileError` for a path that is not there.
    """
    root, files = _files(path)
    parts = [read_part(file) for file in files]
    packed = pack(parts, path, includer(root))
    faults = sorted(_faults(packed), key=lambda fault: (fault.place.source.path, fault.place.span.start))
    if faults:
        say_faults(faults, color)
        return 1
    write_result(to_packed_yaml(packed.document, is_sorted=is_sorted), output)
    return 0


def _files(path: str) -> tuple[str, list[PartFile]]:
    """The directory that includes are relative to, and the files to join."""
    if not os.path.isdir(path):
        read_source(path)
        return os.path.dirname(path), [PartFile((os.path.basename(path),), path)]
    files = list(part_files(path))
    if not files:
        raise FileError(f"`{path}` holds no YAML files")
    return path, files


def _faults(packed: Packed) -> Iterator[Diagnostic]:
    for part in packed.document.parts:
        for problem in part.problems:
            if problem.kind in _UNREADABLE:
                yield _explained(_diagnostic(problem), packed)
    for problem in packed.problems:
        yield _diagnostic(problem)


def _diagnostic(problem: Problem) -> Diagnostic:
    return Diagnostic(problem.kind, Severity.ERROR, problem.place, problem.message, problem.related, problem.help)


def _explained(fault: Diagnostic, packed: Packed) -> Diagnostic:
    """The fault with what is known of an alias whose anchor stands in another file."""
    anchor = anchor_elsewhere(fault.place, packed.document.parts) if fault.rule == UNDEFINED else None
    return fault if anchor is None else fault._replace(related=(anchor,), help=ONE_FILE)
