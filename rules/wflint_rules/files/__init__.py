"""Rules about what a file is."""

RULES = ("foreign_file",)
"""The modules of its rules, in the order they are listed in."""
