"""Jobs that can run at the same time and persist the same file, which makes a later attach fail.

Source: https://circleci.com/docs/guides/orchestrate/workspaces/ ("Concurrent upstream jobs persisted the same file(s)")
"""

from __future__ import annotations

from wflint.pipeline.directories import is_file_path, resolve_path
from wflint.pipeline.globs import is_glob, overlap
from wflint.pipeline.job_scripts import scripts_of
from wflint.pipeline.workspaces import jobs_after
from wflint.records import NamedTuple

MOST_COMPARISONS = 200_000
"""So many pairs of paths are compared in a workflow; of those beyond nothing is said."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wflint.pipeline.workspaces import Attach, JobWorkspace, Persist, PersistedPath, WorkflowWorkspaces


class Writer(NamedTuple):
    """One persisted path of one job; `position` is the job's among the workflow's."""

    position: int
    job: JobWorkspace
    persist: Persist
    path: PersistedPath


class Conflict(NamedTuple):
    """Two unordered jobs whose paths `overlap`, and the first job that attaches the layers of both.

    `is_same_file`: both entries are the same text, and it names a file.
    """

    writer: Writer
    other: Writer
    reader: JobWorkspace
    attach: Attach
    is_same_file: bool


def conflicts_of(workspaces: WorkflowWorkspaces) -> Iterator[Conflict]:
    """For each persisted path the first conflict with one persisted earlier in the text, in the order of the text."""
    if sum(1 for job in workspaces.jobs if job.persists) < 2:
        return
    readers = _readers(workspaces)
    if not readers:
        return
    after = jobs_after(workspaces)
    unordered = _unordered(workspaces, after)
    attaching = sum(1 << position for position in readers)
    buckets: dict[str | None, list[Writer]] = {}
    compared = 0
    for writer in _writers(workspaces):
        bucket = _bucket(writer.path.pattern)
        for other in _candidates(buckets, bucket):
            compared += 1
            if compared > MOST_COMPARISONS:
                return
            of_both = after[writer.position] & after[other.position] & attaching
            if not of_both or not unordered[writer.position] >> other.position & 1:
                continue
            if overlap(writer.path.pattern, other.path.pattern):
                first = (of_both & -of_both).bit_length() - 1
                is_same = writer.path.pattern == other.path.pattern and _is_file(writer, other)
                yield Conflict(writer, other, workspaces.jobs[first], readers[first], is_same)
                break
        buckets.setdefault(bucket, []).append(writer)


def _is_file(writer: Writer, other: Writer) -> bool:
    """Whether the path that both persist surely is a file, by its name or since both jobs write it as one."""
    pattern = writer.path.pattern
    if is_file_path(pattern):
        return True
    return bool(pattern) and not is_glob(pattern) and writes_file(writer) and writes_file(other)


def writes_file(writer: Writer) -> bool:
    """Whether a script of the job surely writes the persisted path as a file; those that do not name it are skipped."""
    directory = writer.persist.directory
    target = None if directory is None else resolve_path(directory, writer.path.pattern)
    steps = writer.job.job.body.steps if writer.job.job.body is not None else ()
    scripts = scripts_of(writer.job, steps[: steps.index(writer.persist.step)]) or ()
    name = writer.path.pattern.rpartition("/")[2]
    return any(
        write.path == target and write.kind == "file" and write.is_sure
        for script in scripts
        if name in script.text and not script.step.guards
        for write in script.effects.writes
    )


def _writers(workspaces: WorkflowWorkspaces) -> Iterator[Writer]:
    for position, job in enumerate(workspaces.jobs):
        for persist in job.persists:
            if persist.is_sure:
                for path in persist.paths:
                    yield Writer(position, job, persist, path)


def _readers(workspaces: WorkflowWorkspaces) -> dict[int, Attach]:
    """The jobs that surely attach, by position, with their first such step."""
    found = {}
    for position, job in enumerate(workspaces.jobs):
        attach = next((attach for attach in job.attaches if attach.is_sure), None)
        if attach is not None:
            found[position] = attach
    return found


def _unordered(workspaces: WorkflowWorkspaces, after: Iterable[int]) -> list[int]:
    """For each job the set of those that may run at the same time."""
    everything = (1 << len(workspaces.jobs)) - 1
    return [
        everything & ~(before | later | 1 << position)
        for position, (before, later) in enumerate(zip(workspaces.before, after, strict=True))
    ]


def _bucket(pattern: str) -> str | None:
    """The first part of a path; None where it may be any."""
    first = pattern.partition("/")[0]
    return None if not first or is_glob(first) else first


def _candidates(buckets: dict[str | None, list[Writer]], bucket: str | None) -> Iterator[Writer]:
    if bucket is None:
        for writers in buckets.values():
            yield from writers
        return
    yield from buckets.get(bucket, ())
    yield from buckets.get(None, ())
