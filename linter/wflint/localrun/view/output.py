"""Output of steps as lines for a terminal or a log: whole, harmless, not endless."""

from __future__ import annotations

import re

from wflint.localrun.view.style import visible

MOST_COLUMNS = 2000
"""Longer lines are cut; the log of the step has them whole."""

_ESCAPE = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[PX^_][^\x1b]*(?:\x1b\\)?|[ -/]*[0-~])"
)
_COLOR = re.compile(r"\x1b\[[0-9;:]*m")


class LineBuffer:
    """Joins the pieces of a step's output to lines, as they were written.

    What carriage returns overwrite is left out. Of a line that is too long only the beginning is kept, and its length.
    """

    __slots__ = ("_head", "_length")

    def __init__(self) -> None:
        self._head = ""
        self._length = 0

    def feed(self, text: str) -> list[str]:
        """The lines that the next piece of text completes."""
        first, *others = text.split("\n")
        self._extend(first)
        if not others:
            return []
        lines = [self._taken(), *(_cut(line, len(line)) for line in others[:-1])]
        self._extend(others[-1])
        return lines

    def rest(self) -> list[str]:
        """The last line, if it was not completed."""
        return [self._taken()] if self._length else []

    def _extend(self, text: str) -> None:
        start = text.rfind("\r", 0, -1) + 1
        if start:
            self._head, self._length, text = "", 0, text[start:]
        self._head += text[: max(MOST_COLUMNS + 1 - len(self._head), 0)]
        self._length += len(text)

    def _taken(self) -> str:
        line = _cut(self._head, self._length)
        self._head, self._length = "", 0
        return line


def shown(line: str, *, color: bool) -> str:
    r"""A line of output as it may be shown: its colours only if wanted, no other control sequences.

    A byte that is no UTF-8 is shown as `\xNN`.
    """
    if line.isprintable():
        return line
    line = line.rstrip("\r").rpartition("\r")[2]
    if "\x1b" not in line:
        return "\t".join(map(visible, line.split("\t")))
    line = _ESCAPE.sub(lambda match: match[0] if color and _COLOR.fullmatch(match[0]) else "", line)
    parts = re.split(f"({_COLOR.pattern})", line)
    line = "".join(part if _COLOR.fullmatch(part) else "\t".join(map(visible, part.split("\t"))) for part in parts)
    return f"{line}\x1b[0m" if "\x1b" in line else line


def _cut(line: str, length: int) -> str:
    return line if length <= MOST_COLUMNS else f"{line[:MOST_COLUMNS]} … ({length} characters)"
