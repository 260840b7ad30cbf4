"""Rules about the text as YAML."""

RULES = (
    "yaml_syntax",
    "nbsp_indentation",
    "undefined_alias",
    "alias_cycle",
    "unknown_tag",
    "merge_of_non_map",
    "excessive_yaml",
)
"""The modules of its rules, in the order they are listed in."""
