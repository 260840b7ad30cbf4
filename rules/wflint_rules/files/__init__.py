"""Rules about what a file is."""

from wflint_rules.files.foreign_file import foreign_file

RULES = (foreign_file,)
