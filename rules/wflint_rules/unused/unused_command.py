"""A command that no step calls."""

from __future__ import annotations

from wflint import Config, Problem, Severity, rule
from wflint_rules.unused.mentions import is_judged, mentions_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context


@rule(
    "unused-command",
    summary="A command is called by no step",
    on=Config,
    severity=Severity.INFO,
    absence=True,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#commands",
)
def unused_command(config: Config, _: Context) -> Iterator[Problem]:
    """A step whose name is a template could call any command that is mentioned anywhere."""
    if not config.commands or not is_judged(config) or config.root is None:
        return
    mentions = mentions_of(config.root)
    used = mentions.items
    if any("<<" in name for name in used):
        used |= mentions.values
    for name, command in config.commands.items():
        if name not in used:
            yield Problem(command.name.place, f"command `{name}` is called by no step", help="call it or remove it")
