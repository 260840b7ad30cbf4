"""`wflint rules` and `wflint explain`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wflint.engine.packs import load_packs

if TYPE_CHECKING:
    from tests.cli.conftest import Wflint

DOCUMENT = Path(__file__).parents[2] / "docs" / "rules.md"
RULES = [rule for pack in load_packs() for rule in pack.rules]


def test_all_rules_are_listed_by_family(wflint: Wflint) -> None:
    lines = wflint("rules").out.splitlines()

    assert "suppressions" in lines
    assert sorted(line.split()[0] for line in lines if line.startswith("  ")) == sorted(rule.name for rule in RULES)


def test_all_rules_are_there_as_json(wflint: Wflint) -> None:
    data = json.loads(wflint("rules", "--format", "json").out)

    assert [entry["name"] for entry in data] == [rule.name for rule in RULES]
    assert next(entry for entry in data if entry["name"] == "unused-suppression") == {
        "name": "unused-suppression",
        "pack": "wflint",
        "family": "suppressions",
        "severity": "warning",
        "summary": "A `wflint: ignore` comment silences nothing",
        "since": "0.1",
        "source": "wflint's guide, Suppressions",
        "options": {},
    }


def test_the_documented_table_is_the_one_that_is_made(wflint: Wflint, *, update: bool) -> None:
    made = wflint("rules", "--format", "markdown").out
    if update:
        DOCUMENT.write_text(made)

    assert DOCUMENT.read_text() == made


@pytest.mark.parametrize("name", [rule.name for rule in RULES])
def test_every_rule_can_be_explained(wflint: Wflint, name: str) -> None:
    outcome = wflint("explain", name)

    assert outcome.code == 0
    assert outcome.out.startswith(f"{name}\n\n")
    assert "Severity: " in outcome.out


def test_an_explanation_is_coloured_on_request(wflint: Wflint) -> None:
    assert "\x1b[1munused-suppression\x1b[0m" in wflint("explain", "unused-suppression", "--color", "always").out


def test_an_unknown_rule_is_refused_with_the_closest(wflint: Wflint) -> None:
    assert wflint("explain", "unused-supression") == (
        2, "", "wflint: no rule is named `unused-supression`; did you mean `unused-suppression`?\n",
    )  # fmt: skip
