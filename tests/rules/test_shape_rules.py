"""Every fault the walk finds belongs to a rule of the same name and severity."""

from __future__ import annotations

from datetime import date

import pytest

from wflint.analysis import Analysis
from wflint.engine.run import diagnose, select_all
from wflint.model.shape import SEVERITIES
from wflint.source import Source
from wflint_rules.shape import RULES

OUTDATED = (
    "version: 2.1\njobs:\n  a: {machine: true, resource_class: nonsense, steps: []}\n"
    "  b: {machine: {image: 'ubuntu-1604:202007-01'}, steps: []}\n"
)


def test_rules_and_faults_have_the_same_names_and_severities() -> None:
    assert {rule.name: rule.severity for rule in RULES} == SEVERITIES


@pytest.mark.parametrize(
    ("platform", "expected"),
    [
        ("cloud", {"machine-without-image", "unavailable-image", "unavailable-resource-class"}),
        ("server", set()),
    ],
)
def test_what_a_server_offers_is_not_judged(platform: str, expected: set[str]) -> None:
    analysis = Analysis(Source(OUTDATED))
    diagnostics = diagnose(analysis, select_all(RULES), today=date(2026, 8, 1), platform=platform)

    assert {diagnostic.rule for diagnostic in diagnostics} == expected
