"""Regular expressions of filters: Java's syntax, whole-name matching, and reasoning about sets of names."""
