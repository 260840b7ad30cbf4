"""Limits that keep hostile texts cheap; real configs stay far below them.

CircleCI refuses compiled configs over 8 MB (https://support.circleci.com, staff posts), so a source beyond that is none.
"""

from __future__ import annotations

SIZE_LIMIT = 8_000_000
"""Characters of a text; a longer one is not parsed."""

DEPTH_LIMIT = 256
"""Collections inside each other; what lies deeper is not read."""

EXPANSION_LIMIT = 1_000_000
"""Nodes after every alias is replaced by what it stands for; an alias that would exceed it stands for nothing."""
