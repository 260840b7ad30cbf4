"""What an editor's settings tell the server: when to check, and from which severity on to show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from wflint.diagnostic import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

_SEVERITIES = {severity.word: severity for severity in Severity}


class Options(NamedTuple):
    """The options of a session.

    `run`: check as the text is typed, or only when it is opened and saved. `least` is the least severity shown.
    `client_commands` are the commands that the client has itself: `wflint.showReferences`, `wflint.runLocally`.
    """

    run: Literal["onType", "onSave"] = "onType"
    least: Severity = Severity.INFO
    client_commands: frozenset[str] = frozenset()


def options_of(given: Any) -> Options:
    """The options in what a client sends: `run`, `minSeverity`, `clientCommands`; strange ones count as missing."""
    if not isinstance(given, dict):
        return Options()
    options: Mapping[str, object] = given
    least = options.get("minSeverity")
    commands = options.get("clientCommands")
    return Options(
        "onSave" if options.get("run") == "onSave" else "onType",
        _SEVERITIES.get(least, Severity.INFO) if isinstance(least, str) else Severity.INFO,
        frozenset(map(str, commands)) if isinstance(commands, list | tuple) else frozenset(),
    )
