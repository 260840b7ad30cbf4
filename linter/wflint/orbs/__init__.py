"""Registry orbs: references and versions, the directories they lie in, the lock file, and the registry itself."""
