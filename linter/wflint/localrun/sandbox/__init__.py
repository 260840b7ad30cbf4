"""Where a job's steps run: backends behind one protocol."""
