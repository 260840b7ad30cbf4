"""The rules that come with wflint, by family."""

from wflint_rules import compile as compile_family, suppressions
from wflint_rules import filters, names, requires, shape, syntax, unused, workspaces

RULES = (
    *syntax.RULES,
    *shape.RULES,
    *names.RULES,
    *requires.RULES,
    *compile_family.RULES,
    *workspaces.RULES,
    *filters.RULES,
    *unused.RULES,
    *suppressions.RULES,
)
