"""The catalogue tells of every rule what its module says, so that a run can leave the module alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import wflint_rules
from wflint_rules.catalogue import CATALOGUE

if TYPE_CHECKING:
    from wflint import Listing, Rule

PACKAGE = Path(wflint_rules.__file__).parent
ROWS = '_ROWS = """\\\n'


def test_the_catalogue_lists_the_rules_as_their_modules_do(*, update: bool) -> None:
    listings = tuple(rule.listing for rule in wflint_rules.RULES)
    if update:
        path = PACKAGE / "catalogue.py"
        before, _, rest = path.read_text().partition(ROWS)
        path.write_text(before + ROWS + "".join(map(row, listings)) + rest[rest.index('"""') :])
        return

    assert listings == CATALOGUE


def test_every_module_with_a_rule_is_registered() -> None:
    written = {
        f"wflint_rules.{path.parent.name}.{path.stem}"
        for path in PACKAGE.glob("*/*.py")
        if "\n@rule(" in path.read_text()
    }

    assert written == {rule.listing.module for rule in wflint_rules.RULES}


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.name) for rule in wflint_rules.RULES if rule.relays])
def test_a_relaying_rule_only_passes_on_its_own_kind(rule: Rule) -> None:
    text = (PACKAGE / rule.listing.module.partition(".")[2].replace(".", "/")).with_suffix(".py").read_text()
    (call,) = [line.strip() for line in text.splitlines() if "context.found(" in line]

    assert call.removeprefix("return ").removeprefix("yield from ").endswith(f', "{rule.name}")')


def row(listing: Listing) -> str:
    """The line of a rule: family and name, stage, severity, and what else is true of it."""
    family = listing.module.split(".")[1]
    words = [f"{family}/{listing.name}", listing.stage, listing.severity.word]
    words += ["absence"] * listing.absence + ["relays"] * listing.relays + ["options"] * listing.has_options
    return " ".join(words) + "\n"
