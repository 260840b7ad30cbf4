"""The configuration as written: jobs, commands, executors, orbs and workflows, every leaf with its place."""
