"""Rules about artifacts and test results: paths that find what is there."""

from wflint_rules.artifacts.hidden_test_results import hidden_test_results
from wflint_rules.artifacts.shared_artifact_destination import shared_artifact_destination
from wflint_rules.artifacts.stored_path_pattern import stored_path_pattern

RULES = (
    stored_path_pattern,
    hidden_test_results,
    shared_artifact_destination,
)
