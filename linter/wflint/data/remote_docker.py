"""Versions of Docker behind `setup_remote_docker`.

Source: https://circleci.com/docs/guides/execution-managed/remote-docker-images-support-policy/.
"""

from __future__ import annotations

DATE = "2026-08-01"

VERSIONS = frozenset({"default", "edge", "previous", "docker29", "docker28", "docker27", "docker26", "20.10.24"})
"""What can be asked for."""

ENDING = frozenset({"20.10.24", "docker26", "docker27"})
"""What still starts, and is about to go."""
