"""Every fault the walk finds belongs to a rule of the same name and severity."""

from __future__ import annotations

from wflint.model.shape import SEVERITIES
from wflint_rules import RULES


def test_rules_and_faults_have_the_same_names_and_severities() -> None:
    assert {rule.name: rule.severity for rule in RULES if ".shape." in rule.listing.module} == SEVERITIES
