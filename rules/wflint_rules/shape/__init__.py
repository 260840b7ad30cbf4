"""Rules about keys, types and values, as the walk over the specification finds them."""

RULES = (
    "unknown_key",
    "missing_key",
    "wrong_type",
    "wrong_value",
    "exclusive_keys",
    "empty_value",
    "misindented_keys",
    "top_level_typo",
    "job_branches",
    "lossy_scalar",
    "boolean_variable",
    "invalid_name",
    "invalid_environment_name",
    "invalid_image",
    "legacy_image",
    "invalid_orb_reference",
    "unavailable_image",
    "unavailable_resource_class",
    "machine_without_image",
    "deprecated_key",
)
"""The modules of its rules, in the order they are listed in."""
