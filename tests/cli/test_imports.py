"""A plain check imports what is listed here and nothing else: each module costs every commit of every user."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

LISTED = Path(__file__).with_name("plain_check_imports.txt")
HEAVY = {
    "typer",
    "click",
    "rich",
    "pygments",
    "jsonschema",
    "ruamel",
    "json",
    "pathlib",
    "dataclasses",
    "logging",
    "typing",
}


_MAIN = "import sys; from wflint.__main__ import main; main(sys.argv[1:]); "
# What has no spec was never looked for: names that modules put there themselves, different in each version.
_SAY = "import sys; print(*(n for n, m in sys.modules.items() if getattr(m, '__spec__', None)), file=sys.stderr)"


def imported(*arguments: str) -> set[str]:
    """The modules that a run of the command imports beyond those of an empty program; our own by package."""
    return {_listed(name) for name in _modules(_MAIN + _SAY, *arguments) - _modules(_SAY)}


def _modules(program: str, *arguments: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def _listed(name: str) -> str:
    """What a module is listed as: of our lower layers and our rules the packages, since their modules come and go."""
    packages = ("wflint_rules.", "wflint.syntax.", "wflint.model.", "wflint.compiler.", "wflint.pipeline.")
    return ".".join(name.split(".")[:2]) if name.startswith(packages) else name


def test_a_plain_check_imports_exactly_what_is_listed(config: Path, *, update: bool) -> None:
    found = imported("check", str(config))
    if update:
        LISTED.write_text("".join(f"{name}\n" for name in sorted(found)))

    assert sorted(found) == LISTED.read_text().splitlines()


def test_nothing_heavy_is_listed() -> None:
    assert not HEAVY & {name.split(".")[0] for name in LISTED.read_text().splitlines()}


def test_a_finding_brings_nothing_heavy(typo: Path) -> None:
    assert not HEAVY & imported("check", str(typo))


def test_an_orb_that_is_not_at_hand_brings_nothing_heavy(config: Path) -> None:
    config.write_text(f"{config.read_text()}orbs: {{node: circleci/node@5.1.0}}\n")

    assert not HEAVY & imported("check", str(config))


@pytest.mark.parametrize("extra", [(), ("--color", "never")])
def test_nothing_is_coloured_for_nobody(typo: Path, extra: tuple[str, ...]) -> None:
    assert "pygments" not in imported("check", str(typo), *extra)


def test_a_settings_file_is_read_only_if_it_has_our_table(config: Path) -> None:
    (config.parents[1] / "pyproject.toml").write_text("[tool.other]\n")

    assert "tomllib" not in imported("check", str(config))
