"""Rules about branch and tag filters and schedules."""

RULES = ()
