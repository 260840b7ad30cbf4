"""Rules about definitions that nothing uses."""

RULES = (
    "unused_job",
    "unused_command",
    "unused_executor",
    "unused_orb",
    "unused_parameter",
    "unused_function",
)
"""The modules of its rules, in the order they are listed in."""
