"""The orbs that commands compile with."""

from wflint.orbs.finding import orb_resolver

__all__ = ["orb_resolver"]
