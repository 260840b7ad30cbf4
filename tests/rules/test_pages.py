"""Every rule's page is its test: its examples get exactly what their markers say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wflint.engine.packs import load_packs
from wflint.testing import Case, expected, found, page_cases, page_path, renewed_page, run_case

if TYPE_CHECKING:
    from wflint.engine.rule import Rule

PACKS = load_packs()
RULES = [rule for pack in PACKS for rule in pack.rules]
WRITTEN = [rule for rule in RULES if Path(page_path(rule)).is_file()]
CASES = [pytest.param(case, id=f"{case.rule}:{case.line}") for rule in WRITTEN for case in page_cases(rule)]


@pytest.mark.parametrize("case", CASES)
def test_an_example_gets_exactly_what_its_markers_say(case: Case) -> None:
    assert found(run_case(case, PACKS)) == expected(case)


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.name) for rule in RULES])
def test_a_rule_has_a_page_with_a_wrong_and_a_right_example(rule: Rule) -> None:
    page = Path(page_path(rule)).read_text(encoding="utf-8")
    cases = page_cases(rule)

    assert page.startswith(f"# {rule.name}\n")
    assert any(expected(case) for case in cases)
    assert any(not expected(case) for case in cases)


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.name) for rule in WRITTEN])
def test_a_page_shows_the_output_and_the_fix_as_they_are(rule: Rule, *, update: bool) -> None:
    page = Path(page_path(rule))
    renewed = renewed_page(rule, PACKS)
    if update and page.read_text(encoding="utf-8") != renewed:
        page.write_text(renewed, encoding="utf-8")

    assert page.read_text(encoding="utf-8") == renewed
