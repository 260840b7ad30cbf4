"""Rules about definitions that nothing uses."""

RULES = ()
