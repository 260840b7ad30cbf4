"""The rules that come with wflint, by family."""

from wflint_rules import (
    artifacts,
    caches,
    files,
    filters,
    names,
    requires,
    shape,
    suppressions,
    syntax,
    unused,
    workspaces,
)
from wflint_rules import compile as compile_family

RULES = (
    *syntax.RULES,
    *files.RULES,
    *shape.RULES,
    *names.RULES,
    *requires.RULES,
    *compile_family.RULES,
    *workspaces.RULES,
    *caches.RULES,
    *artifacts.RULES,
    *filters.RULES,
    *unused.RULES,
    *suppressions.RULES,
)
