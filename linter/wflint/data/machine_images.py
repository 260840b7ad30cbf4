"""Machine images that CircleCI's cloud offers, and tags seen in configs that it no longer does.

Source: the vendor's list of live images, and
https://circleci.com/docs/guides/execution-managed/linux-vm-support-policy/.
"""

from __future__ import annotations

DATE = "2026-07-31"

_WINDOWS = "current edge previous stable"


def _tags(text: str) -> frozenset[str]:
    return frozenset(text.split())


IMAGES: dict[str, frozenset[str]] = {
    "default": frozenset(),
    "ubuntu-2004": _tags(
        "current edge 202111-02 2022.10.1 2023.02.1 2023.04.2 2023.07.1 2023.10.1 2024.01.1 2024.01.2 2024.04.4"
        " 2024.05.1 2024.08.1 2024.11.1"
    ),
    "ubuntu-2204": _tags(
        "current edge 2022.10.2 2023.02.1 2023.04.2 2023.07.1 2023.07.2 2023.10.1 2024.01.1 2024.01.2 2024.02.7"
        " 2024.03.1 2024.04.1 2024.04.2 2024.04.3 2024.04.4 2024.05.1 2024.08.1 2024.11.1 2025.09.1 2026.05.1"
    ),
    "ubuntu-2404": _tags("current edge 2024.05.1 2024.08.1 2024.11.1 2025.09.1 2026.05.1"),
    "ubuntu-2604": _tags("current edge 2026.05.1 2026.07.1"),
    "android": _tags(
        "default edge 2021.10.1 2022.12.1 2023.02.1 2023.05.1 2023.08.1 2023.10.1 2024.01.1 2024.04.1 2024.07.1"
        " 2024.11.1 2025.10.1 2026.05.1"
    ),
    "linux-cuda-11": _tags("default edge 2023.02.1 2024.04.1 2024.11.1 2025.05.1 2025.09.1 2026.05.1"),
    "linux-cuda-12": _tags(
        "default edge 2024.04.1 2024.11.1 2025.05.1 2025.09.1 2026.05.1 2023.05.1 2023.09.1 2023.11.1"
    ),
    "linux-cuda-13": _tags("default edge 2025.09.1 2026.05.1"),
    "windows-server-2019": frozenset(),
    "windows-server-2019-vs2019": _tags(
        f"{_WINDOWS} 2022.08.1 2023.04.1 2023.08.1 2023.10.1 2024.02.21 2024.04.15 2024.05.1 2024.07.1 2024.12.1"
    ),
    "windows-server-2022-gui": _tags(
        f"{_WINDOWS} 2022.10.1 2023.05.1 2023.08.1 2023.10.1 2024.01.1 2024.04.1 2024.07.1 2024.12.1 2025.05.1"
        " 2025.10.1 2026.05.1"
    ),
    "windows-server-2025-gui": _tags(f"{_WINDOWS} 2025.10.1 2026.05.1"),
}
"""Tags by image name; an image without tags is used as a bare name."""

UNLISTED_TAGS = (
    "windows-server-2019-nvidia",
    "windows-server-2022-nvidia",
    "windows-server-2022-cuda",
    "windows-server-2025-nvidia",
    "windows-server-2025-cuda",
)
"""Beginnings of image names whose dated tags are not all known: any tag is taken for offered."""

RETIRED: dict[str, str] = {
    "ubuntu-1604": "ubuntu-2404:current",
    "ubuntu-1804": "ubuntu-2404:current",
    "circleci/classic": "ubuntu-2404:current",
    "linux-cuda-10": "linux-cuda-12:default",
    "ubuntu-1604-cuda-10.1": "linux-cuda-12:default",
    "ubuntu-1604-cuda-10.2": "linux-cuda-12:default",
    "ubuntu-1604-cuda-11.1": "linux-cuda-12:default",
    "ubuntu-1604-cuda-11.4": "linux-cuda-12:default",
}
"""Images that are gone, with what to use instead."""

UNSUPPORTED: dict[str, str] = {"ubuntu-2004": "ubuntu-2404:current"}
"""Images that still start, but are not in the vendor's support table any more."""
