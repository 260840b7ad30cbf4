"""YAML with exact places. This package does not know CircleCI."""
