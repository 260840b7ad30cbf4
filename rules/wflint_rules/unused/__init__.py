"""Rules about definitions that nothing uses."""

from wflint_rules.unused.unused_command import unused_command
from wflint_rules.unused.unused_executor import unused_executor
from wflint_rules.unused.unused_job import unused_job
from wflint_rules.unused.unused_orb import unused_orb
from wflint_rules.unused.unused_parameter import unused_parameter

RULES = (
    unused_job,
    unused_command,
    unused_executor,
    unused_orb,
    unused_parameter,
)
