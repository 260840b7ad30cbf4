from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.localrun.sandbox.scenarios import SCENARIOS

if TYPE_CHECKING:
    from collections.abc import Callable

BACKENDS = [
    "bubblewrap",
    "bubblewrap as a user",
    "namespace",
    "namespace as a user",
    "podman",
    "host",
    pytest.param("docker", marks=pytest.mark.slow),
]


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("backend", BACKENDS)
def test_every_backend_keeps_the_contract(
    backend: str, scenario: str, contract: Callable[[str, str], str | None]
) -> None:
    wrong = contract(backend, scenario)

    assert wrong is None, wrong
