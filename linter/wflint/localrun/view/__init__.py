"""How a local run is shown: on a terminal, in a log, to programs."""
