"""Rules about workspaces: layers that reach their readers, paths that are where they are looked for."""

from wflint_rules.workspaces.attach_without_persist import attach_without_persist
from wflint_rules.workspaces.checkout_after_attach import checkout_after_attach
from wflint_rules.workspaces.concurrent_persist import concurrent_persist
from wflint_rules.workspaces.parallel_persist import parallel_persist
from wflint_rules.workspaces.persist_outside_root import persist_outside_root
from wflint_rules.workspaces.persisted_working_directory import persisted_working_directory
from wflint_rules.workspaces.unattached_persist import unattached_persist
from wflint_rules.workspaces.unpersisted_path import unpersisted_path
from wflint_rules.workspaces.unproduced_path import unproduced_path
from wflint_rules.workspaces.unsupported_persist_pattern import unsupported_persist_pattern
from wflint_rules.workspaces.variable_in_path import variable_in_path

RULES = (
    attach_without_persist,
    unattached_persist,
    concurrent_persist,
    parallel_persist,
    persist_outside_root,
    unsupported_persist_pattern,
    persisted_working_directory,
    checkout_after_attach,
    unproduced_path,
    unpersisted_path,
    variable_in_path,
)
