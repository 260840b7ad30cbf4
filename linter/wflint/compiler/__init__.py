"""What CircleCI would run: the config after orbs, commands, parameters, matrices and conditions, with provenance."""
