"""What jobs keep: workspaces, caches, artifacts, test results and timings, in files of ours."""
