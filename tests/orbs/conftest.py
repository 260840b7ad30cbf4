"""The registry that tests speak to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.orbs.playing import Played

if TYPE_CHECKING:
    from collections.abc import Iterator

PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> Iterator[Played]:
    """A registry on this machine; no proxy stands before it."""
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    server = Played()
    yield server
    server.close()
