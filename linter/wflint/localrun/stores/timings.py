"""How long tests took in earlier local runs, for splitting them by time."""

from __future__ import annotations

import fcntl
import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wflint.localrun.stores.capture import replacing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from wflint.localrun.stores.junit import Case

WEIGHT = 0.5
"""How much the latest time counts against all before it."""

KINDS = ("filename", "classname", "testname")
"""The words of `--timings-type`, in the order in which `autodetect` tries them."""


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds by name, for each of `KINDS`."""

    seconds: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def of(self, kind: str) -> Mapping[str, float]:
        """The seconds of all names of a kind."""
        return self.seconds.get(kind, {})

    def with_results(self, cases: Iterable[Case]) -> Timings:
        """The timings after one more run of these tests: moving averages, the latest counting most."""
        latest: dict[str, dict[str, float]] = {kind: {} for kind in KINDS}
        for case in cases:
            if case.outcome != "skipped":
                for kind, name in (("filename", case.file), ("classname", case.classname), ("testname", case.name)):
                    if name:
                        latest[kind][name] = latest[kind].get(name, 0.0) + case.seconds
        return Timings({kind: _averaged(self.of(kind), latest[kind]) for kind in KINDS})


def read_timings(path: str) -> Timings:
    """The timings in a file; none if it is missing or damaged: they only make a split better."""
    try:
        with open(path, encoding="utf-8") as file:
            data = json.load(file)
        return Timings(
            {kind: {str(name): float(each) for name, each in data["seconds"][kind].items()} for kind in KINDS}
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Timings()


def add_results(path: str, cases: Iterable[Case]) -> None:
    """Put the results of a run into a file, which other runs may change at the same time."""
    with _locked(f"{path}.lock"):
        timings = read_timings(path).with_results(cases)
        with replacing(path) as file:
            file.write(json.dumps({"version": 1, "seconds": timings.seconds}, sort_keys=True, indent=1).encode())


def _averaged(old: Mapping[str, float], latest: Mapping[str, float]) -> dict[str, float]:
    changed = {
        name: round(seconds * WEIGHT + old[name] * (1 - WEIGHT) if name in old else seconds, 4)
        for name, seconds in latest.items()
    }
    return {**old, **changed}


@contextmanager
def _locked(path: str) -> Iterator[None]:
    with open(path, "ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        # Closing the file, or the end of the process, opens the lock.
        yield
