"""Rules about the jobs of a workflow: which are invoked, which they require, in which statuses, and cycles."""

from wflint_rules.requires.ambiguous_requires import ambiguous_requires
from wflint_rules.requires.duplicate_requires import duplicate_requires
from wflint_rules.requires.invalid_status import invalid_status
from wflint_rules.requires.renamed_requires import renamed_requires
from wflint_rules.requires.requires_cycle import requires_cycle
from wflint_rules.requires.scalar_requires import scalar_requires
from wflint_rules.requires.unknown_job import unknown_job
from wflint_rules.requires.unknown_requires import unknown_requires
from wflint_rules.requires.verbose_statuses import verbose_statuses

RULES = (
    unknown_job,
    unknown_requires,
    ambiguous_requires,
    renamed_requires,
    requires_cycle,
    scalar_requires,
    duplicate_requires,
    invalid_status,
    verbose_statuses,
)
