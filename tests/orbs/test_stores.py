"""Where orbs are looked for, and what the lock file says of them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from wflint.errors import OrbError
from wflint.orbs.lock import Pin, format_lock, sha256_of
from wflint.orbs.stores import cache_directory, orbs_for, project_of

if TYPE_CHECKING:
    from pathlib import Path

    from wflint.orbs.stores import Orbs


def keep(directory: Path, reference: str, text: str = "version: 2.1\n") -> Path:
    """Put an orb into a directory of orbs."""
    path = directory / f"{reference}.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def orbs_in(project: Path, *others: Path) -> Orbs:
    """The orbs for a config of the project, with a cache beside it."""
    environment = {"XDG_CACHE_HOME": str(project.parent / "cache")}
    return orbs_for(str(project / ".circleci"), map(str, others), environment)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with a config's directory."""
    directory = tmp_path / "project"
    for name in (".git", ".circleci", ".wflint"):
        (directory / name).mkdir(parents=True)
    return directory


@pytest.fixture
def vendored(project: Path) -> Path:
    """The orbs of the project."""
    return project / ".wflint" / "orbs"


@pytest.fixture
def cache(project: Path) -> Path:
    """The user's cache."""
    return project.parent / "cache" / "wflint" / "orbs"


def pin(project: Path, reference: str, version: str, text: str = "version: 2.1\n") -> None:
    """Write a lock file with one pin, for the hash of a text."""
    text = format_lock({reference: Pin(version, sha256_of(text.encode()))})
    (project / ".wflint" / "orbs.lock").write_text(text)


def test_a_source_has_the_exact_reference_as_its_path(project: Path, vendored: Path) -> None:
    keep(vendored, "me/base@1.2.0", "commands: {}\n")
    source = orbs_in(project).read("me/base@1")

    assert source is not None
    assert (source.path, source.text) == ("me/base@1.2.0", "commands: {}\n")


def test_the_project_comes_before_other_directories_and_the_cache(project: Path, vendored: Path, cache: Path) -> None:
    other = project / "vendor"
    keep(cache, "me/base@1.9.0")
    keep(other, "me/base@1.5.0")
    orbs = orbs_in(project, other)
    first = orbs.read("me/base@1")
    keep(vendored, "me/base@1.0.0")
    second = orbs.read("me/base@1")

    assert [first and first.path, second and second.path] == ["me/base@1.5.0", "me/base@1.0.0"]


def test_a_directory_without_a_fitting_version_is_passed_over(project: Path, vendored: Path, cache: Path) -> None:
    keep(vendored, "me/base@2.0.0")
    keep(cache, "me/base@1.9.0")
    source = orbs_in(project).read("me/base@1")

    assert source is not None
    assert source.path == "me/base@1.9.0"


def test_orbs_above_the_repository_do_not_count(project: Path) -> None:
    keep(project.parent / ".wflint" / "orbs", "me/base@1.0.0")

    assert orbs_in(project).read("me/base@1.0.0") is None


@pytest.mark.parametrize("text", ["me/other@1", "me/base@dev:x", "https://example.com/orb.yml", "me/base", ""])
def test_what_is_not_at_hand_is_none(project: Path, vendored: Path, text: str) -> None:
    keep(vendored, "me/base@1.0.0")

    assert orbs_in(project).read(text) is None


def test_a_pin_counts_though_a_newer_version_is_there(project: Path, vendored: Path) -> None:
    keep(vendored, "me/base@1.0.0")
    keep(vendored, "me/base@1.1.0")
    pin(project, "me/base@1", "1.0.0")
    source = orbs_in(project).read("me/base@1")

    assert source is not None
    assert source.path == "me/base@1.0.0"


def test_an_orb_pinned_to_a_version_that_is_not_there_is_not_at_hand(project: Path, vendored: Path) -> None:
    keep(vendored, "me/base@1.1.0")
    pin(project, "me/base@1", "1.0.0")

    assert orbs_in(project).read("me/base@1") is None


@pytest.mark.parametrize("reference", ["me/base@1", "me/base@1.0.0"])
def test_a_source_that_is_not_the_pinned_one_is_refused(project: Path, vendored: Path, reference: str) -> None:
    path = keep(vendored, "me/base@1.0.0", "changed: true\n")
    pin(project, reference, "1.0.0")
    with pytest.raises(OrbError) as caught:
        orbs_in(project).read("me/base@1")

    assert str(caught.value) == (
        f"`{path}` is not what `{project}/.wflint/orbs.lock` pins for `{reference}`: its hash differs;"
        f" `wflint orb pull {reference} --update` fetches it anew"
    )


def test_a_fault_can_be_told_instead(project: Path, vendored: Path) -> None:
    keep(vendored, "me/base@1.0.0", "changed: true\n")
    pin(project, "me/base@1", "1.0.0")
    told: list[str] = []

    assert orbs_in(project).resolver(told.append)("me/base@1") is None
    assert len(told) == 1


def test_a_source_that_cannot_be_read_is_refused(project: Path, vendored: Path) -> None:
    (vendored / "me" / "base@1.0.0.yml").mkdir(parents=True)
    with pytest.raises(OrbError, match=r"cannot read `.*base@1\.0\.0\.yml`"):
        orbs_in(project).read("me/base@1.0.0")


def test_a_lock_file_that_is_none_is_refused(project: Path) -> None:
    (project / ".wflint" / "orbs.lock").write_bytes(b"\xff")
    with pytest.raises(OrbError, match="it is no UTF-8"):
        orbs_in(project)


@pytest.mark.parametrize(
    ("environment", "directory"),
    [
        ({"XDG_CACHE_HOME": "/c", "HOME": "/h"}, "/c/wflint/orbs"),
        ({"HOME": "/h"}, "/h/.cache/wflint/orbs"),
        ({"XDG_CACHE_HOME": "relative", "HOME": "/h"}, "/h/.cache/wflint/orbs"),
        ({"XDG_CACHE_HOME": "", "HOME": ""}, None),
        ({}, None),
    ],
)
def test_the_cache_lies_where_the_desktop_says(environment: dict[str, str], directory: str | None) -> None:
    assert cache_directory(environment) == directory


def test_a_project_is_the_repository_around(project: Path) -> None:
    assert project_of(str(project / ".circleci")) == str(project)


def test_without_git_a_project_is_where_the_config_lies(project: Path) -> None:
    (project / ".git").rmdir()

    assert project_of(str(project / ".circleci")) == str(project)


def test_a_pipe_in_the_place_of_an_orb_or_lock_is_not_waited_for(project: Path, vendored: Path) -> None:
    (vendored / "me").mkdir(parents=True)
    os.mkfifo(vendored / "me" / "base@1.0.0.yml")
    with pytest.raises(OrbError, match=r"base@1\.0\.0\.yml`: it is no ordinary file"):
        orbs_in(project).read("me/base@1")

    os.mkfifo(project / ".wflint" / "orbs.lock")
    with pytest.raises(OrbError, match=r"orbs\.lock`: it is no ordinary file"):
        orbs_in(project)
