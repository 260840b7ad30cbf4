"""Rules about the jobs of a workflow: which are invoked, which they require, in which statuses, and cycles."""

RULES = (
    "unknown_job",
    "unknown_requires",
    "ambiguous_requires",
    "renamed_requires",
    "requires_cycle",
    "scalar_requires",
    "duplicate_requires",
    "invalid_status",
    "verbose_statuses",
)
"""The modules of its rules, in the order they are listed in."""
