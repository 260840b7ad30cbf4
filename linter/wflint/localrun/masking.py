"""Masking of secrets in output: values of the project's and contexts' variables become asterisks.

Source: https://circleci.com/docs/guides/security/env-vars/#secrets-masking
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wflint.localrun.operations import Variable

MASK = "****"
FEWEST_CHARACTERS = 4
"""Shorter values are not masked."""

_PLAIN = frozenset({"true", "True", "false", "False"})


def masked_values(variables: Iterable[Variable]) -> frozenset[str]:
    """What is masked of variables: the values of secret ones, each line of those that have several."""
    values = {variable.value for variable in variables if variable.secret}
    lines = {line for value in values for line in value.splitlines()}
    return frozenset(text for text in lines if len(text) >= FEWEST_CHARACTERS and text not in _PLAIN)


def masking(values: Iterable[str]) -> Callable[[], Callable[[str | None], str]]:
    """What makes a filter for the output of one step.

    A filter takes texts as they come and gives back what may be shown: all but an end that may be the beginning of a
    value. Called with None it gives the rest.
    """
    # The longest first: of two values that begin alike, none shines through.
    ordered = tuple(sorted(set(values), key=lambda value: (-len(value), value)))
    if not ordered:
        return lambda: lambda text: text or ""
    pattern = re.compile("|".join(map(re.escape, ordered)))
    return lambda: _Filter(ordered, pattern)


class _Filter:
    """The output of one step, of which an end is kept back."""

    def __init__(self, values: tuple[str, ...], pattern: re.Pattern[str]) -> None:
        self._values = values
        self._pattern = pattern
        self._kept = ""

    def __call__(self, text: str | None) -> str:
        whole = self._kept + (text or "")
        open_from = len(whole) if text is None else self._open_from(whole)
        shown = []
        position = 0
        for match in self._pattern.finditer(whole):
            if match.start() >= open_from:
                break
            shown += [whole[position : match.start()], MASK]
            position = match.end()
        # A match may reach beyond what is open.
        end = max(position, open_from)
        shown.append(whole[position:end])
        self._kept = whole[end:]
        return "".join(shown)

    def _open_from(self, text: str) -> int:
        """Where the longest end of a text begins that a value could begin with; its length if there is none."""
        found = len(text)
        for value in self._values:
            start = text.find(value[0], max(0, len(text) - len(value) + 1))
            while 0 <= start < found:
                if value.startswith(text[start:]):
                    found = start
                start = text.find(value[0], start + 1)
        return found
