"""Processors and memory of resource classes.

Source: https://circleci.com/docs/guides/execution-managed/resource-class-overview/ and the pages it links to.
"""

from __future__ import annotations

DATE = "2026-08-01"


def size_of(executor: str, name: str) -> str | None:
    """Processors and memory of a class for an executor (`docker`, `machine`, `macos`); None where unpublished."""
    base, _, generation = name.rpartition(".")
    plain = base if generation in {"gen2", "gen3"} else name
    if executor == "machine" and plain in _LINUX:
        processors, first, later = _LINUX[plain]
        return f"{processors} vCPU, {first if plain == name else later}, 150 GB disk"
    return _SIZES[executor].get(name) or (_SIZES["docker"].get(plain) if executor == "docker" else None)


_ARM = {
    "arm.medium": "2 vCPU, 8 GB",
    "arm.large": "4 vCPU, 16 GB",
    "arm.xlarge": "8 vCPU, 32 GB",
    "arm.2xlarge": "16 vCPU, 64 GB",
}
_LINUX = {
    "medium": (2, "7.5 GB", "8 GB"),
    "large": (4, "15 GB", "16 GB"),
    "xlarge": (8, "32 GB", "32 GB"),
    "2xlarge": (16, "64 GB", "64 GB"),
    "2xlarge+": (32, "64 GB", "128 GB"),
}
"""Processors, and the memory of the first generation and of later ones."""
_SIZES: dict[str, dict[str, str]] = {
    "docker": {
        "small": "1 vCPU, 2 GB",
        "medium": "2 vCPU, 4 GB",
        "medium+": "3 vCPU, 6 GB",
        "large": "4 vCPU, 8 GB",
        "xlarge": "8 vCPU, 16 GB",
        "2xlarge": "16 vCPU, 32 GB",
        "2xlarge+": "20 vCPU, 40 GB",
        **_ARM,
    },
    "machine": {
        **_ARM,
        "windows.medium": "4 vCPU, 16 GB",
        "windows.large": "8 vCPU, 32 GB",
        "windows.xlarge": "16 vCPU, 64 GB",
        "windows.2xlarge": "32 vCPU, 128 GB",
        "gpu.nvidia.small": "4 vCPU, 16 GB, a Tesla P4",
        "gpu.nvidia.small.gen2": "4 vCPU, 16 GB, an A10G",
        "gpu.nvidia.small.multi": "4 vCPU, 15 GB, two T4",
        "gpu.nvidia.medium": "8 vCPU, 30 GB, a T4",
        "gpu.nvidia.medium.multi": "8 vCPU, 30 GB, four T4",
        "gpu.nvidia.large": "8 vCPU, 30 GB, a V100",
        "windows.gpu.nvidia.medium": "16 vCPU, 60 GB, a T4",
    },
    "macos": {"m4pro.medium": "6 vCPU, 28 GB", "m4pro.large": "12 vCPU, 56 GB"},
}
