"""Diagnostics of the tests."""

from __future__ import annotations

from typing import Any

from wflint.diagnostic import Diagnostic, Edit, Fix, Related, Severity
from wflint.engine.packs import load_packs
from wflint.report.result import Result
from wflint.source import Place, Source, Span

TEXT = """\
version: 2.1
jobs:
  build: {machine: true}
workflows:
  main:
    jobs:
      - test: {requires: [biuld]}
"""


def place(word: str, text: str = TEXT, path: str = ".circleci/config.yml") -> Place:
    """The first place of a word."""
    start = text.index(word)
    return Place(Source(text, path), Span(start, start + len(word)))


def diagnostic(word: str = "biuld", *, text: str = TEXT, **more: Any) -> Diagnostic:
    """An error of `unknown-requires` at a word."""
    fields: dict[str, Any] = {
        "rule": "unknown-requires",
        "severity": Severity.ERROR,
        "place": place(word, text),
        "message": "job `test` requires `biuld`",
    }
    return Diagnostic(**(fields | more))


def full() -> Diagnostic:
    """A diagnostic with everything that one can have."""
    found = diagnostic(help="did you mean `build`?", occurrences=3)
    fix = Fix("require `build`", (Edit(found.place.span, "build"),), safe=True)
    orb = Place(Source("steps: []\n", "circleci/node@5"), Span(0, 5))
    related = (Related(Place(found.place.source, place("build").span), "a job"), Related(orb, "in the orb"))
    return found._replace(related=related, fix=fix)


def result(*diagnostics: Diagnostic, files: tuple[str, ...] = (".circleci/config.yml",)) -> Result:
    """What a check found."""
    rules = {rule.name: rule for pack in load_packs() for rule in pack.rules}
    return Result(files, diagnostics, rules)
