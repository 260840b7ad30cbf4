"""Rules about the comments that silence rules."""

from wflint_rules.suppressions.blanket_suppression import blanket_suppression
from wflint_rules.suppressions.unknown_suppression import unknown_suppression
from wflint_rules.suppressions.unused_suppression import unused_suppression

RULES = (blanket_suppression, unknown_suppression, unused_suppression)
