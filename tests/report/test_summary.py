"""The last lines for people."""

from __future__ import annotations

import pytest
from tests.report.making import diagnostic, full

from wflint.diagnostic import Diagnostic, Severity
from wflint.report.summary import statistics, summary

MILD = diagnostic(severity=Severity.INFO)
SAFE = full()
UNSAFE = SAFE._replace(fix=SAFE.fix._replace(safe=False), severity=Severity.WARNING)  # type: ignore[union-attr] # it has one


@pytest.mark.parametrize(
    ("found", "files", "fixed", "expected"),
    [
        ([], 1, 0, "No problems in 1 file.\n"),
        ([], 2, 3, "Fixed 3 problems. No problems in 2 files.\n"),
        ([diagnostic()], 1, 0, "Found 1 error in 1 file.\n"),
        ([diagnostic(), diagnostic(), MILD], 2, 0, "Found 2 errors and 1 note in 2 files.\n"),
        ([SAFE], 1, 0, "Found 1 error in 1 file. 1 fixable with `--fix`.\n"),
        ([UNSAFE], 1, 0, "Found 1 warning in 1 file. 1 fixable with `--fix --unsafe-fixes`.\n"),
    ],
)
def test_the_summary_counts_and_says_what_can_be_done(
    found: list[Diagnostic], files: int, fixed: int, expected: str
) -> None:
    assert summary(found, files, fixed=fixed) == expected


def test_safe_and_unsafe_fixes_are_counted_apart() -> None:
    assert summary([SAFE, UNSAFE], 1).endswith("1 fixable with `--fix`, 1 more with `--fix --unsafe-fixes`.\n")


def test_statistics_begin_with_the_most_frequent() -> None:
    other = diagnostic(rule="a-rule", severity=Severity.WARNING)

    assert statistics([other, SAFE, *[other] * 9]) == "10  warning  a-rule\n 3  error    unknown-requires\n"


def test_nothing_found_has_no_statistics() -> None:
    assert not statistics([])
