"""`circleci env subst`: variables in a text replaced by their values.

Source: https://github.com/CircleCI-Public/circleci-cli, https://github.com/a8m/envsubst
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_START = re.compile(r"\$(?:\$(?P<escaped>\{?\w*)|(?P<name>\w+)|\{(?P<braced>\w+))")
_LETTERS = re.compile(r"[^$}]+|.", re.DOTALL)
_OPERATOR = re.compile(r":?[-=+]")


class SubstitutionError(Exception):
    """A text has braces that are not closed, or something else than a variable between them."""


def substituted(text: str, variables: Mapping[str, str]) -> str:
    """A text with `$NAME` and `${NAME}` replaced; a variable that is not set is empty, `$$` keeps the text behind it.

    `${NAME-x}`, `${NAME:-x}`, `=` and `:=` give `x` where a variable is not set (with a colon: or empty), `+` and
    `:+` where it is; `x` may hold variables itself.
    """
    found, _ = _until(text, 0, variables, in_braces=False)
    return found


def _until(text: str, position: int, variables: Mapping[str, str], *, in_braces: bool) -> tuple[str, int]:
    """What a text stands for up to the brace that closes, or its end; and the position behind it."""
    parts: list[str] = []
    while position < len(text):
        if in_braces and text[position] == "}":
            return "".join(parts), position + 1
        match = _START.match(text, position)
        if match is None:
            letters = _LETTERS.match(text, position)
            assert letters is not None  # noqa: S101 -- there is a character
            parts.append(letters[0])
            position = letters.end()
        elif match["escaped"] is not None:
            parts.append(f"${match['escaped']}")
            position = match.end()
        elif match["name"] is not None:
            parts.append(variables.get(match["name"], ""))
            position = match.end()
        else:
            value, position = _braced(text, match["braced"], match.end(), variables)
            parts.append(value)
    if in_braces:
        raise SubstitutionError("closing brace expected")
    return "".join(parts), position


def _braced(text: str, name: str, position: int, variables: Mapping[str, str]) -> tuple[str, int]:
    value = variables.get(name)
    if text[position : position + 1] == "}":
        return value or "", position + 1
    operator = _OPERATOR.match(text, position)
    if operator is None:
        raise SubstitutionError(f"`${{{name}` is followed by neither a brace nor an operator")
    other, end = _until(text, operator.end(), variables, in_braces=True)
    is_set = bool(value) if ":" in operator[0] else value is not None
    if operator[0].endswith("+"):
        return (other if is_set else ""), end
    return (value or "") if is_set else other, end
