"""Results of tests: what JUnit files say.

Source: https://github.com/testmoapp/junitxml, https://circleci.com/docs/guides/test/collect-test-data/
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import BinaryIO

_OUTCOMES = {"failure": "failed", "error": "failed", "skipped": "skipped"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One test: its names as far as they are given, its outcome `passed`, `failed` or `skipped`, its seconds."""

    name: str
    classname: str | None
    file: str | None
    outcome: str
    seconds: float
    message: str | None = None


class ResultError(Exception):
    """A file holds no results; the text says why."""


def read_results(file: BinaryIO) -> tuple[Case, ...]:
    """The tests of a JUnit file, in order; raises `ResultError` for what is none."""
    reading = _Reading()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.EntityDeclHandler = _refuse_entity
    try:
        parser.ParseFile(file)
    except expat.ExpatError as error:
        raise ResultError(f"it is no XML: {error}") from error
    if not reading.is_results:
        raise ResultError(f"its root is `{reading.root}`, which is not `testsuites` or `testsuite`")
    return tuple(reading.cases)


class _Reading:
    """What has been read: cases belong to suites, which may say a file for all of theirs."""

    def __init__(self) -> None:
        self.root: str | None = None
        self.cases: list[Case] = []
        self._files: list[str | None] = []
        self._case: Case | None = None

    @property
    def is_results(self) -> bool:
        return self.root in {"testsuites", "testsuite"}

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        if self.root is None:
            self.root = element
        inherited = self._files[-1] if self._files else None
        self._files.append(attributes.get("file") or attributes.get("filepath") or inherited)
        if element == "testcase":
            self._case = Case(
                name=attributes.get("name", ""),
                classname=attributes.get("classname"),
                file=self._files[-1],
                outcome="passed",
                seconds=_seconds(attributes.get("time")),
            )
        elif self._case is not None and element in _OUTCOMES:
            self._case = replace(self._case, outcome=_OUTCOMES[element], message=attributes.get("message"))

    def end(self, element: str) -> None:
        self._files.pop()
        if element == "testcase" and self._case is not None:
            self.cases.append(self._case)
            self._case = None


def _refuse_entity(*_: object) -> None:
    raise ResultError("it declares an entity")


def _seconds(text: str | None) -> float:
    """A duration; thousands may be separated by commas, and what is no number counts as nothing."""
    try:
        value = float((text or "0").replace(",", ""))
    except ValueError:
        return 0.0
    return value if 0 <= value < 1e9 else 0.0
