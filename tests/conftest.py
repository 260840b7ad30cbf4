"""What all tests share: the reference material beside the checkout, and `--update` for golden texts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write golden texts anew instead of comparing them")


@pytest.fixture(scope="session")
def update(pytestconfig: pytest.Config) -> bool:
    """Whether golden texts are to be written anew."""
    return bool(pytestconfig.getoption("--update"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The directory of reference material beside the checkout; CI must have it."""
    directory = Path(__file__).parents[2] / "shared"
    if not directory.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{directory.name}/ is missing beside the checkout")
        pytest.skip(f"{directory.name}/ is not beside the checkout")
    return directory
