"""Rules about what CircleCI's compiler rejects: references, arguments, templates, conditions."""

RULES = ()
