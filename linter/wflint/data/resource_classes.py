"""Resource classes by executor.

Source: https://circleci.com/docs/guides/execution-managed/resource-class-overview/ and the pages it links to.
"""

from __future__ import annotations

DATE = "2026-08-01"

_SIZES = ("medium", "large", "xlarge", "2xlarge", "2xlarge+")
_ARM = frozenset({"arm.medium", "arm.large", "arm.xlarge", "arm.2xlarge"})
_DOCKER_SIZES = ("small", "medium", "medium+", "large", "xlarge", "2xlarge", "2xlarge+")

LINUX = frozenset(f"{size}{generation}" for size in _SIZES for generation in ("", ".gen2", ".gen3"))
ARM = _ARM
WINDOWS = frozenset({"windows.medium", "windows.large", "windows.xlarge", "windows.2xlarge"})
GPU = frozenset(
    {
        "gpu.nvidia.small",
        "gpu.nvidia.small.gen2",
        "gpu.nvidia.small.multi",
        "gpu.nvidia.medium",
        "gpu.nvidia.medium.multi",
        "gpu.nvidia.large",
    }
)
WINDOWS_GPU = frozenset({"windows.gpu.nvidia.medium"})

DOCKER_GENERATION_3 = frozenset(f"{size}.gen3" for size in _DOCKER_SIZES)
"""Named by the page on remote Docker, in no table for docker: neither accepted nor refused here."""

CLASSES: dict[str, frozenset[str]] = {
    "docker": frozenset(f"{size}{generation}" for size in _DOCKER_SIZES for generation in ("", ".gen2"))
    | DOCKER_GENERATION_3
    | _ARM,
    "machine": LINUX | ARM | WINDOWS | GPU | WINDOWS_GPU,
    "macos": frozenset({"m4pro.medium", "m4pro.large"}),
}
"""Classes that can be asked for, by the executor's key."""

RETIRED_PREFIXES = ("macos.x86.", "macos.m1.", "m2pro.")
"""Beginnings of class names that no longer exist."""
