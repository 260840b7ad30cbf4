"""Rules about workspaces: layers that reach their readers, paths that are where they are looked for."""

RULES = (
    "attach_without_persist",
    "unattached_persist",
    "concurrent_persist",
    "parallel_persist",
    "persist_outside_root",
    "unsupported_persist_pattern",
    "persisted_working_directory",
    "checkout_after_attach",
    "unproduced_path",
    "unpersisted_path",
    "variable_in_path",
)
"""The modules of its rules, in the order they are listed in."""
