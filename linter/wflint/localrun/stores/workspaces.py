"""Workspaces: immutable layers of a run, one for each step that persists, unpacked ancestors first.

Source: https://circleci.com/docs/guides/orchestrate/workspaces/
"""

from __future__ import annotations

import json
import os
import shutil
import tarfile
from contextlib import suppress
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from wflint.localrun.stores.capture import replacing
from wflint.localrun.stores.names import directory_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from wflint.localrun.stores.protocol import Step

_INDEX = ".index.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """What one step of a node persisted: the tar `path`, the names of its `files`, and how many bytes those hold.

    Names are relative to the workspace; directories are not among them, links are.
    """

    job: str
    node: int
    step: int
    path: str
    files: tuple[str, ...]
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Files that two layers hold whose jobs do not come one after the other."""

    one: Layer
    other: Layer
    files: tuple[str, ...]


class ArchiveError(Exception):
    """A tar holds what it must not; the text says what."""


class WorkspaceStore:
    """The layers of a run, in a directory of its own."""

    def __init__(self, directory: str) -> None:
        self._directory = directory

    def path(self, step: Step) -> str:
        """Where the layer of a step belongs."""
        return os.path.join(self._directory, directory_name(step.job), f"{step.node}-{step.step}.tar")

    def add(self, step: Step) -> Layer:
        """Take the tar at a step's path for its layer; from then on it is part of the workspace.

        Raises `ArchiveError` for a tar whose members lie outside of the workspace.
        """
        path = self.path(step)
        try:
            files, size = _contents(path)
        except ArchiveError:
            os.unlink(path)
            raise
        layer = Layer(job=step.job, node=step.node, step=step.step, path=path, files=files, size=size)
        data = {"version": 1, "job": step.job, "node": step.node, "step": step.step, "size": size, "files": files}
        with replacing(path + _INDEX) as file:
            file.write(json.dumps(data).encode())
        return layer

    def layers(self, jobs: Iterable[str]) -> tuple[Layer, ...]:
        """The layers of jobs: in the order of the jobs, each by node and then by step."""
        return tuple(layer for job in jobs for layer in self._layers_of(job))

    def reuse(self, earlier: WorkspaceStore, jobs: Iterable[str]) -> int:
        """Take over the layers of jobs of an earlier run, by hard links where possible; how many there are."""
        count = 0
        for layer in earlier.layers(jobs):
            target = os.path.join(self._directory, os.path.relpath(layer.path, earlier._directory))
            os.makedirs(os.path.dirname(target), exist_ok=True)
            # The index last: without it a layer does not count.
            for ending in ("", _INDEX):
                _link(layer.path + ending, target + ending)
            count += 1
        return count

    def _layers_of(self, job: str) -> list[Layer]:
        directory = os.path.join(self._directory, directory_name(job))
        try:
            names = os.listdir(directory)
        except FileNotFoundError:
            return []
        found = [_read(os.path.join(directory, name)) for name in names if name.endswith(_INDEX)]
        return sorted(found, key=lambda layer: (layer.node, layer.step))


def conflicts(layers: Sequence[Layer], upstream: Mapping[str, Collection[str]]) -> tuple[Conflict, ...]:
    """The files that concurrent layers share: those of jobs of which neither is upstream of the other, and of nodes.

    `upstream` are the jobs before each job. Equal contents make no difference: CircleCI compares names.
    """
    by_file: dict[str, list[int]] = {}
    for number, layer in enumerate(layers):
        for file in layer.files:
            by_file.setdefault(file, []).append(number)
    found: dict[tuple[int, int], list[str]] = {}
    for file, numbers in by_file.items():
        for one, other in combinations(numbers, 2):
            if _are_concurrent(layers[one], layers[other], upstream):
                found.setdefault((one, other), []).append(file)
    return tuple(
        Conflict(one=layers[one], other=layers[other], files=tuple(sorted(files)))
        for (one, other), files in sorted(found.items())
    )


def _are_concurrent(one: Layer, other: Layer, upstream: Mapping[str, Collection[str]]) -> bool:
    if one.job == other.job:
        return one.node != other.node
    return one.job not in upstream.get(other.job, ()) and other.job not in upstream.get(one.job, ())


def _contents(path: str) -> tuple[tuple[str, ...], int]:
    """The names of all members but directories, sorted, and the bytes of the files."""
    names: set[str] = set()
    size = 0
    try:
        with tarfile.open(path, "r:") as archive:
            for member in archive:
                name = os.path.normpath(member.name)
                if os.path.isabs(name) or name == ".." or name.startswith("../"):
                    raise ArchiveError(f"member `{member.name}` of the archive lies outside of it")
                if not member.isdir():
                    names.add(name)
                    size += member.size
    except tarfile.ReadError as error:
        # An archive without any member is nothing but zeros, or empty.
        if os.path.getsize(path):
            raise ArchiveError(f"the archive is damaged: {error}") from error
    return tuple(sorted(names)), size


def _read(path: str) -> Layer:
    with open(path, encoding="utf-8") as file:
        data = json.load(file)
    return Layer(
        job=data["job"],
        node=data["node"],
        step=data["step"],
        path=path.removesuffix(_INDEX),
        files=tuple(data["files"]),
        size=data["size"],
    )


def _link(source: str, target: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(target)
    try:
        os.link(source, target)
    except OSError:
        # Another file system, or one without hard links.
        shutil.copyfile(source, target)
