"""Baselines: only what is new is reported."""

from __future__ import annotations

import json

import pytest
from tests.engine.making import diagnose, lines, word_rule

from wflint.engine.baseline import fingerprint, new_diagnostics, read_baseline, write_baseline
from wflint.errors import SettingsError

A = word_rule("a")


def test_what_the_baseline_has_is_not_new() -> None:
    old = diagnose("[a]\n", A)
    baseline = read_baseline(write_baseline(old), "b.json")

    assert new_diagnostics(old, baseline) == []


def test_lines_that_come_above_change_nothing() -> None:
    baseline = read_baseline(write_baseline(diagnose("x:\n  - a\n", A)), "b.json")

    assert new_diagnostics(diagnose("# new\ny: 1\nx:\n    - a\n", A), baseline) == []


def test_of_equal_ones_as_many_are_left_out_as_the_baseline_has() -> None:
    baseline = read_baseline(write_baseline(diagnose("- a\n", A)), "b.json")

    assert lines(new_diagnostics(diagnose("- a\n- a\n", A), baseline)) == [(2, "bad-a")]


def test_a_baseline_is_a_file_to_be_read_and_compared_by_people() -> None:
    (found,) = diagnose("- a\n", A)
    data = json.loads(write_baseline([found]))

    assert data == {
        "version": 1,
        "diagnostics": [
            {"path": "config.yml", "rule": "bad-a", "message": "there is `a`", "fingerprint": fingerprint(found)}
        ],
    }
    assert write_baseline([found]).count("\n") == 6


def test_an_empty_baseline_is_one() -> None:
    assert not read_baseline(write_baseline([]), "b.json")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "`b.json` is no baseline: "),
        ("[" * 100_000, "`b.json` is no baseline: "),
        ("[]", "`b.json` is no baseline of version 1; `--write-baseline` makes one"),
        ('{"version": 2, "diagnostics": []}', "`b.json` is no baseline of version 1"),
        ('{"version": 1, "diagnostics": [{}]}', "`b.json` has entries without a `fingerprint`"),
    ],
)
def test_a_file_that_is_no_baseline_is_refused(text: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        read_baseline(text, "b.json")


def test_of_a_long_line_only_what_is_around_the_place_counts() -> None:
    filling = ", ".join(["x"] * 2_000)
    first, second = diagnose(f"[a, {filling}, a]\n", A)
    (other, _) = diagnose(f"[a, {filling}, a, y]\n", A)

    assert fingerprint(first) != fingerprint(second)
    assert fingerprint(first) == fingerprint(other)
