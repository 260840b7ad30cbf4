"""Rules about `requires`: what it names, in which statuses, and cycles."""

RULES = ()
