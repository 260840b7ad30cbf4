"""Diagnostics as text and as machine formats."""
