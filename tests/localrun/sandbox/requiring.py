"""Which backends tests can be run on here, and which they have to be run on."""

from __future__ import annotations

import os

import pytest

from wflint.localrun.sandbox.choose import BACKENDS, probe_of


def require(backend: str) -> None:
    """Skip a test whose backend does not work here; where it has to, fail."""
    probe = probe_of(next(each for each in BACKENDS if each == backend))
    if probe.works:
        return
    message = f"{backend} does not work here: {probe.reason} {probe.advice}"
    required = os.environ.get("WFLINT_REQUIRE_BACKENDS", "").split(",")
    if backend in required or (os.environ.get("CI") == "true" and backend != "docker"):
        pytest.fail(message)
    pytest.skip(message)
