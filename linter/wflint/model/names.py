"""Names of the language: patterns, reserved words and the built-in steps.

Sources: https://circleci.com/docs/reference/configuration-reference/ and the vendor's published JSON schema.
"""

from __future__ import annotations

from wflint.deferred import regex

JOB_NAME = regex(r"[A-Za-z][A-Za-z\s\d_-]*")
COMMAND_NAME = regex(r"[a-z][a-z\d_-]*")
STEP_NAME = regex(r"[a-z][a-z\d/_-]*")

SECTIONS = (
    "version",
    "setup",
    "orbs",
    "functions",
    "parameters",
    "commands",
    "executors",
    "jobs",
    "job-groups",
    "workflows",
)

PART_DIRECTORIES = frozenset({"commands", "examples", "executors", "jobs", "orbs", "parameters", "workflows"})
"""Directories of a split source whose files are what the section of that name holds."""

YAML_ENDINGS = (".yml", ".yaml")

BUILT_IN_STEPS = frozenset(
    {
        "run", "checkout", "setup_remote_docker", "save_cache", "restore_cache", "deploy", "store_artifacts",
        "store_test_results", "persist_to_workspace", "attach_workspace", "add_ssh_keys", "install_signing_bundle",
        "when", "unless", "steps", "with_tool_cache",
    }
)  # fmt: skip

JOB_TYPES = ("build", "approval", "no-op", "release", "lock", "unlock")

STATUSES = ("success", "failed", "canceled", "unauthorized", "not_run")
"""Final statuses of a job that `requires` may name; `terminal` stands for all of them."""

INVOCATION_KEYS = frozenset(
    {
        "name", "requires", "filters", "context", "type", "matrix", "pre-steps", "post-steps", "serial-group",
        "override-with",
    }
)  # fmt: skip
"""Keys of a job invocation that are not arguments."""

RESERVED_JOB_PARAMETERS = (
    "name", "pre-steps", "post-steps", "filters", "requires", "context", "type", "override-with", "upstream",
)  # fmt: skip
