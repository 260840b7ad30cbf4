"""Xcode versions of the macOS executor.

Source: https://circleci.com/docs/guides/execution-managed/using-macos/ and the vendor's list of live images.
"""

from __future__ import annotations

DATE = "2026-08-01"

SUPPORTED = ("27.0", "26.6", "26.5", "26.4.1", "26.3.0", "26.2.0", "26.1.1", "16.4.0", "15.4.0", "14.3.1")
"""What the documentation lists, newest first."""

RESOLVED = frozenset(
    {
        "14.3", "14.3.0", "15.3.0", "15.4", "16.0", "16.0.0", "16.2", "16.2.0", "16.3", "16.4", "26.0", "26.0.0",
        "26.1", "26.1.0", "26.2", "26.3", "26.4", "26.4.0", "26.5.0", "26.6.0", "27.0.0", "current", "edge",
    }
)  # fmt: skip
"""Further spellings that start a machine."""

DEPRECATED = frozenset({"26.0.1"})
"""Versions that still start, and are about to go."""
