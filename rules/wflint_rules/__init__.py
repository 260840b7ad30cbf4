"""The rules that come with wflint, by family."""

from wflint_rules import compile as compile_family
from wflint_rules import files, filters, names, requires, shape, suppressions, syntax, unused, workspaces

RULES = (
    *syntax.RULES,
    *files.RULES,
    *shape.RULES,
    *names.RULES,
    *requires.RULES,
    *compile_family.RULES,
    *workspaces.RULES,
    *filters.RULES,
    *unused.RULES,
    *suppressions.RULES,
)
