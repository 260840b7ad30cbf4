"""Limits that keep hostile texts cheap; real configs stay far below them.

CircleCI refuses a compiled config over 8 MB (posts of its staff in its forum).
"""

from __future__ import annotations

SIZE_LIMIT = 8_000_000
"""Characters of a text; a longer one is not parsed."""

DEPTH_LIMIT = 256
"""Collections inside each other; what lies deeper is not read."""

NODE_LIMIT = 500_000
"""Nodes, also counted with every alias replaced by what it stands for; what goes beyond is not read."""

PROBLEM_LIMIT = 12
"""Syntax errors that are reported, and rounds in which the text is repaired to find the next one."""
