"""Text for people."""

from __future__ import annotations

import pytest
from tests.report.making import TEXT, diagnostic, full

from wflint.diagnostic import Severity
from wflint.report.text import Style, to_brief, to_text
from wflint.source import Place, Source, Span


def test_a_diagnostic_shows_its_line_the_other_places_and_what_to_do() -> None:
    assert (
        to_text([full()], Style())
        == """\
.circleci/config.yml:7:26: error[unknown-requires]: job `test` requires `biuld` (and 2 more)
  |
5 |   main:
6 |     jobs:
7 |       - test: {requires: [biuld]}
  |                           ^^^^^
  |
3 |   build: {machine: true}
  |   ----- a job
 --> circleci/node@5:1:1
1 | steps: []
  | ----- in the orb
  = help: did you mean `build`?
  = fix: require `build` (safe: `wflint check --fix`)
""".replace("7:26", "7:27")
    )


def test_without_color_there_is_no_escape_and_with_color_the_same_text() -> None:
    import re

    plain, colored = (to_text([full()], Style(color=color)) for color in (False, True))

    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == plain


def test_diagnostics_are_apart_by_a_blank_line() -> None:
    one = diagnostic()

    assert to_text([one, one], Style()) == to_text([one], Style()) + "\n" + to_text([one], Style())


def test_the_first_line_is_shown_without_lines_before_it() -> None:
    lines = to_text([diagnostic("version")], Style()).splitlines()

    assert lines[1:] == ["  |", "1 | version: 2.1", "  | ^^^^^^^"]


def test_an_empty_place_at_the_end_is_a_single_mark() -> None:
    end = Place(Source(TEXT), Span(len(TEXT), len(TEXT)))

    assert to_text([diagnostic(place=end)], Style()).splitlines()[-1] == "  | ^"


def test_an_empty_file_has_no_excerpt() -> None:
    assert to_text([diagnostic(place=Place(Source(""), Span(0, 0)))], Style()).count("\n") == 1


def test_a_fix_that_may_change_the_meaning_says_so() -> None:
    found = full()
    assert found.fix is not None
    text = to_text([found._replace(fix=found.fix._replace(safe=False))], Style())

    assert text.endswith("= fix: require `build` (unsafe: `wflint check --fix --unsafe-fixes`)\n")


def test_long_lists_are_headlines_with_their_help() -> None:
    assert (
        to_brief([full(), diagnostic()], Style())
        == """\
.circleci/config.yml:7:27: error[unknown-requires]: job `test` requires `biuld` (and 2 more)
  help: did you mean `build`?
.circleci/config.yml:7:27: error[unknown-requires]: job `test` requires `biuld`
"""
    )


@pytest.mark.parametrize("severity", list(Severity))
def test_severities_have_their_own_colors(severity: Severity) -> None:
    codes = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;36"}

    assert f"\x1b[{codes[severity]}m^" in to_text([diagnostic(severity=severity)], Style(color=True))


def test_a_message_stays_on_one_line() -> None:
    text = to_text([diagnostic(message="a\nb\x1b[31m\tc")], Style())

    assert text.splitlines()[0].endswith("a\\nb\\x1b[31m\\tc")
