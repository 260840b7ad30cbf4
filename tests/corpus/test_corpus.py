"""Real configs: nothing crashes, and every error is one that was judged by hand.

`errors.txt` holds a line for each file and reason: `FILE | RULE:LINE,LINE RULE:LINE | REASON`, where `FILE` is the
repository and path, with the beginning of the commit where there are several; `yaml-syntax*3` counts syntax errors.
`pytest --update` writes it anew, keeps the reasons, and marks what has none as `UNREVIEWED`.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from wflint.analysis import Analysis
from wflint.diagnostic import Severity
from wflint.engine.packs import load_packs
from wflint.engine.run import facts_of
from wflint.engine.selection import NO_CHOICE, select_rules
from wflint.engine.settings import Settings
from wflint.source import Source

GOLDEN = Path(__file__).with_name("errors.txt")
TODAY = date(2026, 8, 1)
PACKS = load_packs()
COUNTED = "yaml-syntax"
UNREVIEWED = "UNREVIEWED"

_ENTRY = re.compile(r"([a-z0-9-]+)(?::([\d,]+)|\*(\d+))")


class Finding(NamedTuple):
    """An error at a line (1-based) of a file; of syntax errors the line is how many there are."""

    file: str
    rule: str
    line: int


@pytest.fixture(scope="module")
def findings(shared: Path) -> frozenset[Finding]:
    with (shared / "corpus" / "INDEX.tsv").open(encoding="utf-8", newline="") as index:
        rows = list(csv.DictReader(index, delimiter="\t"))
    found: set[Finding] = set()
    for row in rows:
        name, at, version = row["file"].rpartition("@")
        suffix = at + version if name and re.fullmatch("[0-9a-f]{8}", version) else ""
        path = f"{row['repo']}/{row['path']}"
        found |= _errors(f"{path}{suffix}", path, shared / "corpus" / row["file"])
    return frozenset(found)


def test_every_error_is_one_that_was_judged(findings: frozenset[Finding], update: bool) -> None:
    known = _read()
    if update:
        GOLDEN.write_text(_written(findings, known), encoding="utf-8")
        known = _read()

    assert sorted(findings - known.keys()) == []
    assert sorted(known.keys() - findings) == []


def test_every_error_has_a_reason() -> None:
    assert [finding for finding, reason in _read().items() if reason in {"", UNREVIEWED}] == []


def test_sources_that_circleci_compiled_have_no_errors(shared: Path) -> None:
    sources = sorted((shared / "gold").glob("*/source.yml"))

    assert sources
    assert [_errors(source.parent.name, ".circleci/config.yml", source) for source in sources] == [set()] * len(sources)


def test_a_golden_text_is_read_as_it_is_written() -> None:
    known = {Finding("a/b", "x-y", 3): "why", Finding("a/b", "x-y", 9): "why", Finding("a/b", COUNTED, 2): "so"}
    new = Finding("a/c", "x-y", 1)
    text = _written(frozenset({*known, new}), known)

    assert text.splitlines() == [
        "a/b | x-y:3,9 | why",
        "a/b | yaml-syntax*2 | so",
        "a/c | x-y:1 | UNREVIEWED",
    ]
    assert _parsed(text) == {**known, new: UNREVIEWED}


def _errors(file: str, path: str, source: Path) -> set[Finding]:
    text = source.read_text(encoding="utf-8", errors="replace")
    settings = Settings()
    rules = select_rules(PACKS, settings, path, NO_CHOICE)
    diagnostics = Analysis(Source(text, path)).diagnostics(rules, facts_of(settings, PACKS, lambda: TODAY))
    errors = [diagnostic for diagnostic in diagnostics if diagnostic.severity is Severity.ERROR]
    counts = Counter(diagnostic.rule for diagnostic in errors)
    return {
        Finding(
            file,
            error.rule,
            counts[COUNTED] if error.rule == COUNTED else error.place.source.line_column(error.place.span.start)[0],
        )
        for error in errors
    }


def _read() -> dict[Finding, str]:
    return _parsed(GOLDEN.read_text(encoding="utf-8")) if GOLDEN.is_file() else {}


def _parsed(text: str) -> dict[Finding, str]:
    known = {}
    for line in text.splitlines():
        file, entries, reason = line.split(" | ", 2)
        for rule, lines, count in _ENTRY.findall(entries):
            for number in (lines or count).split(","):
                known[Finding(file, rule, int(number))] = reason
    return known


def _written(findings: frozenset[Finding], known: dict[Finding, str]) -> str:
    broken = {finding.file: reason for finding, reason in known.items() if finding.rule == COUNTED}
    groups: dict[tuple[str, str], dict[str, list[int]]] = {}
    for finding in sorted(findings):
        reason = known.get(finding, UNREVIEWED)
        if finding.rule == COUNTED:
            # How many lines a broken text is found broken at does not change why it is.
            reason = broken.get(finding.file, UNREVIEWED)
        groups.setdefault((finding.file, reason), {}).setdefault(finding.rule, []).append(finding.line)
    lines = []
    for (file, reason), rules in groups.items():
        entries = [
            f"{rule}*{numbers[0]}" if rule == COUNTED else f"{rule}:{','.join(map(str, numbers))}"
            for rule, numbers in rules.items()
        ]
        lines.append(f"{file} | {' '.join(entries)} | {reason}\n")
    return "".join(lines)
