"""Rules about keys, types and values, as the walk over the specification finds them."""

RULES = ()
