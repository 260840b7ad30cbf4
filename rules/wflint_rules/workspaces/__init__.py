"""Rules about workspaces: who persists, who attaches, and which paths."""

RULES = ()
