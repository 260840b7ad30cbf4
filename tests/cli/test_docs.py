"""The guide says what is true."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from wflint.cli.rendering import FORMATS
from wflint.engine.settings_table import READERS, settings_of
from wflint.source import Source
from wflint.testing import fences

if TYPE_CHECKING:
    from tests.cli.conftest import Wflint

PAGE = (Path(__file__).parents[2] / "docs" / "check.md").read_text()


def blocks(language: str) -> list[str]:
    """The fenced blocks of a language."""
    return [fence.text for fence in fences(PAGE) if fence.language == language]


def test_the_settings_of_the_guide_are_all_there_are() -> None:
    (text,) = blocks("toml")
    data = tomllib.loads(text)

    assert settings_of(data, "guide")
    assert set(data) | {"rules"} == set(READERS)


def test_every_option_of_check_is_documented(wflint: Wflint) -> None:
    options = set(re.findall(r"--[a-z-]+", wflint("check", "--help").out))
    common = {"--help", "--quiet", "--verbose", "--stdin-filename", "--jobs", "--output"}

    assert {option for option in options - common if option not in PAGE} == set()


def test_every_format_is_documented() -> None:
    assert [form for form in FORMATS if f"`{form}`" not in PAGE] == []


def test_the_suppressions_of_the_guide_count(wflint: Wflint) -> None:
    source = Source(blocks("yaml")[0])
    outcome = wflint("check", "-", "--select", "blanket-suppression,unknown-suppression", stdin=source.text.encode())

    assert outcome.code == 0


def test_the_policy_of_the_guide_is_one(wflint: Wflint) -> None:
    Path("policy.yml").write_text(blocks("yaml")[1])
    config = b"version: 2.1\njobs: {a: {machine: {image: x}, resource_class: xlarge, steps: [checkout]}}\n"
    outcome = wflint("check", "-", "--schema", "policy.yml", "--format", "concise", stdin=config)

    assert "error[policy]: `jobs.a.resource_class`: 'xlarge' is not one of" in outcome.out
