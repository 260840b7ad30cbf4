"""Rules about the comments that silence rules."""

RULES = (
    "blanket_suppression",
    "unknown_suppression",
    "unused_suppression",
)
"""The modules of its rules, in the order they are listed in."""
