"""Job graphs as pictures and text."""
