"""Rules about names: unique, accepted, not mistaken for another."""

RULES = ()
