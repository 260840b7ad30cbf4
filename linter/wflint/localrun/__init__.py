"""Run a workflow on this machine, or print exactly what would be run."""
