"""Rules about the text as YAML."""

RULES = ()
