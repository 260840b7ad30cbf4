"""Rules about branch and tag filters and schedules."""

from wflint_rules.filters.empty_filter import empty_filter
from wflint_rules.filters.filter_regex_prefix import filter_regex_prefix
from wflint_rules.filters.glob_in_filter import glob_in_filter
from wflint_rules.filters.impossible_filter_name import impossible_filter_name
from wflint_rules.filters.invalid_cron import invalid_cron
from wflint_rules.filters.invalid_filter_expression import invalid_filter_expression
from wflint_rules.filters.invalid_filter_regex import invalid_filter_regex
from wflint_rules.filters.legacy_schedule import legacy_schedule
from wflint_rules.filters.only_with_ignore import only_with_ignore
from wflint_rules.filters.scheduled_only import scheduled_only
from wflint_rules.filters.tag_in_negated_filter import tag_in_negated_filter
from wflint_rules.filters.unguarded_pull_request_value import unguarded_pull_request_value

RULES = (
    invalid_filter_regex,
    invalid_filter_expression,
    glob_in_filter,
    impossible_filter_name,
    filter_regex_prefix,
    only_with_ignore,
    empty_filter,
    tag_in_negated_filter,
    unguarded_pull_request_value,
    invalid_cron,
    legacy_schedule,
    scheduled_only,
)
