"""When reports are coloured, and how."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

STYLES = {
    "error": "1;31",
    "warning": "1;33",
    "info": "1;36",
    "rule": "1",
    "path": "1",
    "gutter": "1;34",
    "related": "1;34",
    "help": "32",
    "faint": "2",
    "code": "36",
}
"""ANSI codes by what they are for."""


def wants_color(choice: str, environment: Mapping[str, str], *, is_terminal: bool) -> bool:
    """Whether to colour: `always` and `never` decide; `auto` asks the environment, then whether it is a terminal.

    `NO_COLOR` (https://no-color.org) goes before `FORCE_COLOR` and `CLICOLOR_FORCE`; empty values count as unset.
    """
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    if any(environment.get(name, "0") not in {"", "0"} for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return is_terminal and environment.get("TERM") != "dumb"


def paint(text: str, style: str, *, color: bool) -> str:
    """A text in a style of `STYLES`; unchanged without colour."""
    return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if color and text else text
