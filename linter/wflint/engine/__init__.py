"""Rules, packs, settings, suppressions and the run that turns problems into diagnostics."""
