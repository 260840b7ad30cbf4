"""The steps `store_artifacts` and `store_test_results`."""

from __future__ import annotations

import asyncio
import os
import posixpath
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wflint.localrun.paths import at_home
from wflint.localrun.stores.artifacts import artifact_place, node_directory
from wflint.localrun.stores.capture import literal, packed
from wflint.localrun.stores.extraction import extract
from wflint.localrun.stores.junit import ResultError, read_results
from wflint.localrun.stores.protocol import Outcome
from wflint.localrun.stores.timings import add_results
from wflint.localrun.stores.wording import bytes_text, counted, reported

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from wflint.localrun.operations import StoreArtifacts, StoreTestResults
    from wflint.localrun.sandbox.protocol import Sandbox
    from wflint.localrun.stores.extraction import Extracted
    from wflint.localrun.stores.junit import Case
    from wflint.localrun.stores.protocol import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class StorePlaces:
    """Where a run keeps things: absolute directories, and the file of the repository's timings.

    `scratch` is for what is removed again.
    """

    artifacts: str
    test_results: str
    scratch: str
    timings: str


async def store_artifacts(places: StorePlaces, sandbox: Sandbox, operation: StoreArtifacts, step: Step) -> Outcome:
    """Copy files out of the job."""
    place = artifact_place(operation.path, operation.destination)
    directory = node_directory(places.artifacts, step)
    extracted = await _hand_out(places, sandbox, operation.path, directory, place, step)
    if extracted is None or not extracted.files:
        return Outcome(
            words=f"no artifact files found at {operation.path}",
            type="artifact",
            data={"files": 0, "bytes": 0, "directory": directory, "paths": []},
            warnings=() if extracted is None else extracted.skipped,
        )
    return Outcome(
        words=f"{counted(len(extracted.files), 'file')}, {bytes_text(extracted.size)}, from {operation.path}",
        type="artifact",
        data={
            "files": len(extracted.files),
            "bytes": extracted.size,
            "directory": directory,
            "paths": extracted.files[:1000],
        },
        warnings=extracted.skipped,
    )


async def store_test_results(places: StorePlaces, sandbox: Sandbox, operation: StoreTestResults, step: Step) -> Outcome:
    """Copy JUnit files out of the job and count what they say."""
    name = posixpath.basename(operation.path.rstrip("/"))
    directory = os.path.join(node_directory(places.test_results, step), str(step.step))

    def place(member: str) -> str | None:
        # A file that is named itself counts whatever its name is.
        return member if member == name or member.lower().endswith(".xml") else None

    extracted = await _hand_out(places, sandbox, operation.path, directory, place, step)
    if extracted is None or not extracted.files:
        words = f"no test results found at {operation.path}"
        return Outcome(words=words, type="tests", data=_counts(()), warnings=(words,))
    with reported():
        cases, unread = await asyncio.to_thread(_read_all, directory, extracted.files)
        if cases:
            await asyncio.to_thread(add_results, places.timings, cases)
    counts = _counts(cases)
    words = ", ".join(f"{counts[kind]} {kind}" for kind in ("passed", "failed", "skipped") if counts[kind])
    return Outcome(
        words=f"{counted(len(cases), 'test')}: {words}" if cases else "no tests in the results",
        type="tests",
        data={**counts, "failures": [_failure(case) for case in cases if case.outcome == "failed"][:100]},
        warnings=(*extracted.skipped, *unread),
    )


async def _hand_out(
    places: StorePlaces,
    sandbox: Sandbox,
    path: str,
    directory: str,
    place: Callable[[str], str | None],
    step: Step,
) -> Extracted | None:
    """Copy a path of the job below a directory of this machine; None if it is not there."""
    full = at_home(path, sandbox.home).rstrip("/") or "/"
    base, name = posixpath.split(full)
    (found,) = await sandbox.glob(base, [literal(name or ".")])
    if not found:
        return None
    scratch = os.path.join(places.scratch, f"{os.getpid()}-{id(step)}-{step.node}-{step.step}.tar")
    try:
        with reported():
            await packed(sandbox, base, [name or "."], scratch)
            return await asyncio.to_thread(extract, scratch, directory, place)
    finally:
        with suppress(OSError):
            os.unlink(scratch)


def _read_all(directory: str, files: Iterable[str]) -> tuple[tuple[Case, ...], tuple[str, ...]]:
    """The tests of all files, and a line about each file that holds none."""
    cases: list[Case] = []
    unread: list[str] = []
    for file in files:
        try:
            with open(os.path.join(directory, file), "rb") as content:
                cases += read_results(content)
        except ResultError as error:
            unread.append(f"`{file}` is no result of tests: {error}")
    return tuple(cases), tuple(unread)


def _counts(cases: Sequence[Case]) -> dict[str, float]:
    counted: dict[str, float] = {"passed": 0, "failed": 0, "skipped": 0}
    for case in cases:
        counted[case.outcome] += 1
    return {**counted, "seconds": round(sum(case.seconds for case in cases), 3)}


def _failure(case: Case) -> dict[str, str | None]:
    return {"name": case.name, "classname": case.classname, "file": case.file, "message": case.message}
