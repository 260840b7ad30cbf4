"""Small configs and what they compile to: `fixtures/compiled/NAME/{source,compiled}.yml`."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from tests.compiler.compiling import config_of

from wflint.compiler.compile import compile_config
from wflint.compiler.emit import to_data, to_yaml
from wflint.compiler.problems import SEVERITIES
from wflint.compiler.values import process_values
from wflint.diagnostic import Severity

FIXTURES = Path(__file__).parents[2] / "fixtures" / "compiled"


@pytest.mark.parametrize("name", sorted(path.name for path in FIXTURES.iterdir()))
def test_a_config_compiles_to_the_text_beside_it(name: str, update: bool) -> None:
    printed = _printed((FIXTURES / name / "source.yml").read_text())
    golden = FIXTURES / name / "compiled.yml"
    if update:
        golden.write_text(printed)

    assert printed == golden.read_text()


@pytest.mark.parametrize("name", sorted(path.name for path in FIXTURES.iterdir()))
def test_what_was_printed_compiles_to_itself(name: str) -> None:
    printed = (FIXTURES / name / "compiled.yml").read_text()

    again = _printed(printed)

    assert yaml.safe_load(again)["jobs"] == yaml.safe_load(printed)["jobs"]
    assert yaml.safe_load(again)["workflows"] == yaml.safe_load(printed)["workflows"]


def _printed(text: str) -> str:
    config = config_of(text)
    compiled = compile_config(config, process_values(config, {}, {}, branch="dev"))
    errors = [
        problem.message
        for problem in compiled.problems
        if (problem.severity or SEVERITIES[problem.kind]) is Severity.ERROR
    ]
    assert errors == []
    return to_yaml(to_data(compiled))
