"""Real configs and what CircleCI's own compiler made of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from wflint.compiler.compile import compile_config
from wflint.compiler.emit import to_data, to_yaml
from wflint.compiler.values import event_values
from wflint.model.build import build
from wflint.source import Source
from wflint.syntax.parsing import parse

GOLD = Path(__file__).parents[3] / "shared" / "gold"
PAIRS = sorted(path.name for path in GOLD.glob("*/")) if GOLD.is_dir() else []

# Joined from a split source with another order of keys than the vendor's tool gives them.
REORDERED = ("hashicorp__nomad-607551a8", "hashicorp__nomad-6473136f")


class _Loader(yaml.SafeLoader):
    """YAML 1.1 as the vendor reads it back, dates left texts."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def test_the_pairs_are_there(shared: Path) -> None:
    assert len(list((shared / "gold").glob("*/compiled.yml"))) >= 20


@pytest.mark.parametrize("name", PAIRS)
def test_a_real_config_compiles_to_what_the_vendor_made_of_it(name: str) -> None:
    text = (GOLD / name / "compiled.yml").read_text()
    expected = yaml.load(text, _Loader)
    compiled, is_complete = _compiled(name)

    if not is_complete:
        orbs = {job for job in expected["jobs"] if "/" in job}
        expected["jobs"] = {job: body for job, body in expected["jobs"].items() if job not in orbs}
        compiled["jobs"] = {job: body for job, body in compiled["jobs"].items() if job not in orbs}
    if name in REORDERED:
        expected, compiled = _without_environment_order(expected), _without_environment_order(compiled)
    assert compiled == expected
    assert list(compiled["jobs"]) == list(expected["jobs"])
    if is_complete and name not in REORDERED:
        assert to_yaml(compiled) == _body(text)


def _compiled(name: str) -> tuple[dict[str, Any], bool]:
    config = build(parse(Source((GOLD / name / "source.yml").read_text(), "source.yml")))
    compiled = compile_config(config, event_values(config, {}, {}), lambda reference: _orb(name, reference))
    assert not [problem.message for problem in compiled.problems if problem.severity is None]
    return to_data(compiled), not compiled.missing_orbs


def _orb(name: str, reference: str) -> Source | None:
    path = GOLD / name / "orbs" / f"{reference.replace('/', '__')}.yml"
    return Source(path.read_text(), reference) if path.is_file() else None


def _body(text: str) -> str:
    """The document without the comments above it and the commented source below."""
    lines = text.partition("\n# Original config.yml file:")[0].split("\n")
    while lines[0].startswith("#") or not lines[0].strip():
        del lines[0]
    return "\n".join(lines).rstrip("\n") + "\n"


def _without_environment_order(data: Any) -> Any:
    if isinstance(data, dict):
        return {
            key: sorted(value, key=str)
            if key == "environment" and isinstance(value, list)
            else _without_environment_order(value)
            for key, value in data.items()
        }
    return [_without_environment_order(item) for item in data] if isinstance(data, list) else data
