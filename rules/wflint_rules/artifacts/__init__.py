"""Rules about artifacts and test results: paths that find what is there."""

RULES = (
    "stored_path_pattern",
    "hidden_test_results",
    "shared_artifact_destination",
)
"""The modules of its rules, in the order they are listed in."""
