"""References to registry orbs and selectors of versions."""

from __future__ import annotations

import pytest

from wflint.orbs.reference import Reference, newest, parse_reference

VERSIONS = ["1.9.0", "1.10.0", "1.10.2", "2.0.0", "11.0.0", "dev:alpha", "1.10.2-rc"]


@pytest.mark.parametrize(
    ("wanted", "version"),
    [
        ("1", "1.10.2"),
        ("1.9", "1.9.0"),
        ("1.10", "1.10.2"),
        ("1.10.0", "1.10.0"),
        ("volatile", "11.0.0"),
        ("dev:alpha", "dev:alpha"),
        ("dev:beta", None),
        ("3", None),
        ("1.1", None),
        ("1.9.1", None),
    ],
)
def test_a_selector_stands_for_the_newest_version_that_fits(wanted: str, version: str | None) -> None:
    assert newest(wanted, VERSIONS) == version


def test_development_versions_are_not_volatile() -> None:
    assert newest("volatile", ["dev:alpha"]) is None


@pytest.mark.parametrize("version", ["5", "5.1", "5.1.0", "volatile", "dev:a_b-1.2"])
def test_a_reference_reads_as_it_is_written(version: str) -> None:
    assert parse_reference(f"circleci/node@{version}") == Reference("circleci", "node", version)
    assert str(Reference("circleci", "node", version)) == f"circleci/node@{version}"


@pytest.mark.parametrize(
    "text",
    [
        "circleci/node",
        "node@5",
        "circleci/node@",
        "circleci/node@v5",
        "circleci/node@5.1.0.2",
        "circleci/node@dev:",
        "circleci/node@dev:../../x",
        "../node@1.0.0",
        "https://example.com/orb.yml",
        "circleci/node@<< pipeline.parameters.v >>",
        "circleci/node@5\n",
        "",
    ],
)
def test_other_texts_are_no_references(text: str) -> None:
    assert parse_reference(text) is None


def test_only_three_numbers_are_exact() -> None:
    exact = [version for version in ("1", "1.2", "1.2.3", "volatile", "dev:x") if Reference("a", "b", version).is_exact]

    assert exact == ["1.2.3"]
