"""The commands that steps find on their PATH: stand-ins for CircleCI's agent, answered by the runner."""
