"""An orb that is imported, but nothing of it is used."""

from __future__ import annotations

from wflint import Config, Problem, Severity, rule
from wflint_rules.unused.mentions import is_judged, mentions_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context


@rule(
    "unused-orb",
    summary="An orb is imported, but nothing of it is used",
    on=Config,
    severity=Severity.INFO,
    absence=True,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#orbs",
)
def unused_orb(config: Config, _: Context) -> Iterator[Problem]:
    """What is used of an orb is written `alias/element`; a template before the slash could be any alias."""
    if not config.orbs or not is_judged(config) or config.root is None:
        return
    prefixes = mentions_of(config.root).prefixes
    if any(prefix.startswith("<<") for prefix in prefixes):
        return
    for name, orb in config.orbs.items():
        if name not in prefixes:
            message = f"orb `{name}` is imported, but nothing of it is used"
            yield Problem(orb.name.place, message, help=f"use `{name}/…` or remove it")
