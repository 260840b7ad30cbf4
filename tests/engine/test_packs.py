"""Packs: found on the path as `importlib.metadata` finds them, and loaded."""

from __future__ import annotations

import sys
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

import pytest

from wflint.engine.packs import GROUP, find_packs, load_packs
from wflint.errors import PackError

if TYPE_CHECKING:
    from pathlib import Path


def distribution(directory: Path, name: str, entries: str) -> None:
    """Put the metadata of a distribution into a directory."""
    folder = directory / f"{name}-1.0.dist-info"
    folder.mkdir(parents=True)
    (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (folder / "entry_points.txt").write_text(entries)


def test_the_same_packs_are_found_as_by_the_standard_library() -> None:
    expected = sorted({(point.name, point.value) for point in entry_points(group=GROUP)})

    assert list(find_packs(sys.path)) == expected


def test_the_built_in_pack_is_installed() -> None:
    assert "wflint" in [pack.name for pack in load_packs()]


def test_only_the_group_of_rules_is_read(tmp_path: Path) -> None:
    distribution(
        tmp_path, "house", "[console_scripts]\nhouse = house:main\n\n[wflint.rules]\n# ours\nhouse = house.rules\n"
    )

    assert find_packs([str(tmp_path)]) == (("house", "house.rules"),)


def test_of_a_distribution_on_two_paths_the_first_counts(tmp_path: Path) -> None:
    distribution(tmp_path / "one", "house", "[wflint.rules]\nhouse = first\n")
    distribution(tmp_path / "two", "house", "[wflint.rules]\nhouse = second\n")

    assert find_packs([str(tmp_path / "one"), str(tmp_path / "two")]) == (("house", "first"),)


def test_a_path_that_is_not_there_is_passed_over(tmp_path: Path) -> None:
    assert find_packs([str(tmp_path / "nowhere")]) == ()


def test_no_pack_at_all_is_an_error_and_not_a_clean_result(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="no rule pack is installed"):
        load_packs([str(tmp_path)])


def test_a_pack_that_does_not_load_is_named(tmp_path: Path) -> None:
    distribution(tmp_path, "house", "[wflint.rules]\nhouse = no_such_module_anywhere\n")

    with pytest.raises(PackError, match="rule pack `house` does not load: ModuleNotFoundError"):
        load_packs([str(tmp_path)])


def test_a_module_without_rules_is_no_pack(tmp_path: Path) -> None:
    distribution(tmp_path, "house", "[wflint.rules]\nhouse = wflint.source\n")

    with pytest.raises(PackError, match="rule pack `house` does not load: AttributeError"):
        load_packs([str(tmp_path)])


def test_two_packs_with_a_rule_of_one_name_clash(tmp_path: Path) -> None:
    distribution(tmp_path, "house", "[wflint.rules]\nhouse = wflint_rules\nother = wflint_rules\n")

    with pytest.raises(PackError, match="rule packs `house` and `other` both have a rule"):
        load_packs([str(tmp_path)])


def test_a_rule_on_something_that_is_no_stage_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "strange_pack.py").write_text(
        "from wflint import Severity, rule\n"
        "RULES = (rule('odd', summary='', on=int, severity=Severity.INFO, since='0', source='')(print),)\n"
    )
    distribution(tmp_path, "house", "[wflint.rules]\nhouse = strange_pack\n")
    monkeypatch.syspath_prepend(tmp_path)

    with pytest.raises(PackError, match="rule `odd` looks at `int`, which is no stage"):
        load_packs([str(tmp_path)])
