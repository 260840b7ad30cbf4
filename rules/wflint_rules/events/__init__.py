"""Rules about what runs for which events, each with an event that shows it."""

RULES = (
    "unreachable_job",
    "unreachable_tag",
    "unreachable_workflow",
    "bypassed_approval",
    "missing_requirement",
    "filtered_workspace",
    "tag_filter_on_branches",
    "unneeded_approval",
    "unsatisfiable_requires",
    "repeated_deploy",
    "concurrent_setup",
)
"""The modules of its rules, in the order they are listed in."""
