"""Rules about branch and tag filters and schedules."""

RULES = (
    "invalid_filter_regex",
    "invalid_filter_expression",
    "glob_in_filter",
    "impossible_filter_name",
    "filter_regex_prefix",
    "only_with_ignore",
    "empty_filter",
    "tag_in_negated_filter",
    "unguarded_pull_request_value",
    "unanchored_matches",
    "invalid_cron",
    "legacy_schedule",
    "scheduled_only",
)
"""The modules of its rules, in the order they are listed in."""
