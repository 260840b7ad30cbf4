"""Pipelines: events, filters, job graphs, plans, and which jobs see which files."""
