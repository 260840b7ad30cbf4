"""Which files a check looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wflint.cli.discovery import default_files, find_files
from wflint.errors import FileError

if TYPE_CHECKING:
    from pathlib import Path


def put(directory: Path, *names: str) -> None:
    """Make empty files."""
    for name in names:
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def test_without_a_path_all_yaml_below_circleci_is_checked(repository: Path) -> None:
    put(repository / ".circleci", "config.yml", "continue.yaml", "src/jobs/a.yml", "notes.md", ".hidden/x.yml")

    assert default_files() == (".circleci/config.yml", ".circleci/continue.yaml", ".circleci/src/jobs/a.yml")


def test_a_directory_stands_for_its_circleci(repository: Path) -> None:
    put(repository / "app", ".circleci/config.yml", "compose.yml")

    assert find_files(["app"]) == ("app/.circleci/config.yml",)


def test_a_directory_below_circleci_stands_for_itself(repository: Path) -> None:
    put(repository, ".circleci/src/a.yml")

    assert find_files([".circleci/src"]) == (".circleci/src/a.yml",)


def test_the_source_of_an_orb_is_found(repository: Path) -> None:
    put(repository / "src", "@orb.yml", "jobs/test.yml")

    assert find_files(["src"]) == ("src/@orb.yml", "src/jobs/test.yml")


def test_a_file_that_is_named_twice_is_checked_once(repository: Path) -> None:
    put(repository, ".circleci/config.yml")
    (repository / "link.yml").symlink_to(repository / ".circleci" / "config.yml")

    assert find_files([".circleci/config.yml", ".", "link.yml"]) == (".circleci/config.yml",)


@pytest.mark.parametrize("place", ["empty", "other"])
def test_a_directory_without_configs_is_an_error(repository: Path, place: str) -> None:
    (repository / "empty").mkdir()
    put(repository, "other/compose.yml")

    with pytest.raises(FileError, match=f"`{place}` has no `.circleci/config.yml`"):
        find_files([place])


def test_patterns_of_the_settings_that_match_nothing_are_an_error(repository: Path) -> None:
    (repository / ".wflint.toml").write_text('files = ["*.nothing"]')

    with pytest.raises(FileError, match=r"`files` of `.*\.wflint\.toml` match nothing"):
        default_files()
