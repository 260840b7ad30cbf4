"""The project keeps its own promises: size, words, documented commands, what the wheel ships."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted([*ROOT.glob("linter/**/*.py"), *ROOT.glob("rules/**/*.py")])


def test_no_module_has_more_than_500_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): lines for path in MODULES if (lines := len(path.read_text().splitlines())) > 500
    }

    assert long == {}


def test_every_module_says_what_it_is() -> None:
    silent = [str(path.relative_to(ROOT)) for path in MODULES if not re.match(r'r?"""', path.read_text())]

    assert silent == []


def test_every_rule_has_its_page_and_every_page_its_rule() -> None:
    pages = {path.with_suffix("") for path in ROOT.glob("rules/wflint_rules/*/*.md")}
    checks = {path.with_suffix("") for path in ROOT.glob("rules/wflint_rules/*/*.py") if path.name != "__init__.py"}
    rules = {path for path in checks if re.search(r"^@rule\(", path.with_suffix(".py").read_text(), re.MULTILINE)}

    assert pages == rules


def test_the_gate_runs_the_test_command_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    gate = (ROOT / ".ci/run").read_text().strip().splitlines()

    assert gate[-1] == "python -m pytest"
    assert "pip install -e '.[dev]' && .venv/bin/python -m pytest" in readme


def test_every_dependency_is_imported_somewhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = {re.split(r"[><=!;\[ ]", dependency)[0] for dependency in project["dependencies"]}
    imports = {
        "PyYAML": "yaml",
        "ruamel.yaml": "ruamel",
        "graphviz-pure": "graphviz-pure",
        "tree-sitter": "tree_sitter",
        "tree-sitter-bash": "tree_sitter_bash",
    }
    text = "\n".join(path.read_text() for path in MODULES)
    unused = [name for name in names if imports.get(name, name) not in text]

    assert unused == []


@pytest.mark.parametrize("word", ["TODO", "FIXME", "XXX", "NotImplementedError"])
def test_nothing_is_left_for_later(word: str) -> None:
    found = [str(path.relative_to(ROOT)) for path in MODULES if word in path.read_text()]

    assert found == []


def test_the_wheel_ships_rule_pages_schema_and_types(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", tmp_path, ROOT],
        check=True,
    )
    import zipfile

    names = set(zipfile.ZipFile(next(tmp_path.glob("wflint-*.whl"))).namelist())
    expected = {
        str(path.relative_to(root))
        for root in (ROOT / "linter", ROOT / "rules")
        for pattern in ("**/*.py", "**/*.md", "**/*.json", "**/py.typed")
        for path in root.glob(pattern)
    }

    assert expected <= names
