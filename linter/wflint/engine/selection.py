"""Which rules run on a file, how severe they are and with which options."""

from __future__ import annotations

from wflint.errors import UsageError
from wflint.records import NamedTuple
from wflint.spelling import did_you_mean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wflint.diagnostic import Severity
    from wflint.engine.packs import Pack
    from wflint.engine.rule import Rule
    from wflint.engine.settings import Settings


class Selected(NamedTuple):
    """A rule that is to run: with the pack it comes from, its severity if settings change it, and its options."""

    rule: Rule
    pack: str
    severity: Severity | None
    options: Mapping[str, object]


class Choice(NamedTuple):
    """Names of rules on the command line; a `select` of None leaves the settings' choice."""

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()


NO_CHOICE = Choice()
"""What the command line says when it says nothing."""


def select_rules(packs: Iterable[Pack], settings: Settings, path: str, choice: Choice) -> tuple[Selected, ...]:
    """The rules for one file, in the order of the packs.

    The command line's `select` replaces the settings', `ignore` and `extend_select` add to them; of a rule that is
    selected and ignored, the command line's word counts before the settings', and `ignore` before `select`.
    """
    chosen = settings.select if choice.select is None else choice.select
    wanted = None if chosen is None else {*chosen, *settings.extend_select, *choice.extend_select}
    revived = {*(choice.select or ()), *choice.extend_select}
    ignored = ({*settings.ignore, *settings.ignores_for(path)} - revived) | set(choice.ignore)
    return tuple(
        Selected(rule, pack.name, settings.severity.get(rule.name), options_of(rule, settings))
        for pack in packs
        for rule in pack.rules
        if rule.name not in ignored and (wanted is None or rule.name in wanted)
    )


def options_of(rule: Rule, settings: Settings) -> Mapping[str, object]:
    """A rule's options: what the settings say, defaults for the rest."""
    if not rule.options:
        return {}
    return {option.name: option.default for option in rule.options} | dict(settings.rules.get(rule.name, {}))


def check_names(choice: Choice, known: Iterable[str]) -> None:
    """Raise `UsageError` for a name on the command line that no rule has."""
    names = frozenset(known)
    for flag, given in (
        ("--select", choice.select or ()),
        ("--ignore", choice.ignore),
        ("--extend-select", choice.extend_select),
    ):
        for name in given:
            if name not in names:
                hint = did_you_mean(name, names) or "`wflint rules` lists them"
                raise UsageError(f"`{flag}`: no rule is named `{name}`; {hint}")
