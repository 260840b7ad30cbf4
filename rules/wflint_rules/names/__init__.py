"""Rules about names: unique, accepted, not mistaken for another."""

RULES = (
    "duplicate_definition",
    "duplicate_key",
    "job_name_case",
    "approval_named_like_job",
    "invalid_approval_name",
    "shared_job_name",
)
"""The modules of its rules, in the order they are listed in."""
