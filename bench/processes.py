"""Whole processes: how long they take and how much memory they touch."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Sample(NamedTuple):
    """One run of a process: wall and processor time in milliseconds, peak resident memory in megabytes."""

    milliseconds: float
    processor: float
    megabytes: float


class Summary(NamedTuple):
    """Many runs of one command: the medians of wall and processor time, the highest memory."""

    median: float
    processor: float
    megabytes: float


def measure(commands: Mapping[str, Sequence[str]], rounds: int) -> dict[str, Summary]:
    """Run every command once in each round, so that what else the machine does hits all of them alike.

    One round before is not counted: it fills caches and writes bytecode. Raises `RuntimeError` for a command that
    cannot do its work (exit codes above 1; 1 means that it found something).
    """
    samples: dict[str, list[Sample]] = {name: [] for name in commands}
    for count in range(rounds + 1):
        for name, command in commands.items():
            sample = run(command)
            if count:
                samples[name].append(sample)
    return {name: _summary(found) for name, found in samples.items()}


def run(command: Sequence[str]) -> Sample:
    """Run one command to its end, its output thrown away."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, status, usage = os.wait4(process.pid, 0)
    elapsed = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    errors = process.stderr.read().decode(errors="replace") if process.stderr is not None else ""
    if process.stderr is not None:
        process.stderr.close()
    if process.returncode not in {0, 1}:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}: {errors.strip()[-500:]}")
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Sample(elapsed * 1000, (usage.ru_utime + usage.ru_stime) * 1000, usage.ru_maxrss / unit)


def program(name: str) -> str | None:
    """The path of a program beside this Python, or on the search path; None if it is not installed."""
    import shutil

    beside = Path(sys.executable).parent / name
    return str(beside) if beside.exists() else shutil.which(name)


def _summary(samples: Sequence[Sample]) -> Summary:
    return Summary(
        statistics.median(sample.milliseconds for sample in samples),
        statistics.median(sample.processor for sample in samples),
        max(sample.megabytes for sample in samples),
    )
