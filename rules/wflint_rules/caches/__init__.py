"""Rules about caches: keys that find what was saved, paths that are taken."""

RULES = (
    "unsaved_cache",
    "unrestored_cache",
    "shadowed_cache_key",
    "unknown_cache_template",
    "checksum_before_checkout",
    "unavailable_cache_variable",
    "variable_in_cache_key",
    "cache_path_pattern",
    "cache_key_length",
    "constant_cache_key",
)
"""The modules of its rules, in the order they are listed in."""
