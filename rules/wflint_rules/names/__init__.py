"""Rules about names: unique, accepted, not mistaken for another."""

from wflint_rules.names.approval_named_like_job import approval_named_like_job
from wflint_rules.names.duplicate_definition import duplicate_definition
from wflint_rules.names.duplicate_key import duplicate_key
from wflint_rules.names.invalid_approval_name import invalid_approval_name
from wflint_rules.names.job_name_case import job_name_case
from wflint_rules.names.shared_job_name import shared_job_name

RULES = (
    duplicate_definition,
    duplicate_key,
    job_name_case,
    approval_named_like_job,
    invalid_approval_name,
    shared_job_name,
)
