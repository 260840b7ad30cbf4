"""Where a cursor stands in the structure of a text, by indentation alone: a text half typed has no tree there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from wflint.source import Source
    from wflint.syntax.path import Path

_PLAIN = r"""[^\s#:,\[\]{}&*!|>'"%@`-][^\s:,\[\]{}]*(?:[ ][^\s:#,\[\]{}]+)*"""
_KEY = re.compile(rf"""(?P<key>"[^"]*"|'[^']*'|{_PLAIN})[ ]*:(?=\s|$)""")
_DASH = re.compile(r"-(?=\s|$)")
_WORD = re.compile(r"[^\s,\[\]{}:\"'#*&]*$")


class Cursor(NamedTuple):
    """A cursor's place.

    `path` leads to the map, list item or value that is written at the cursor. `word` is what stands of it before the
    cursor, from `start` on. `is_value`: a key and its colon stand before it, so that no key can be written.
    `indentation` is the column at which what is written there begins.
    """

    path: Path
    word: str
    start: int
    is_value: bool
    indentation: int


class _Part(NamedTuple):
    """A dash (`key` is None) or a key, at its column."""

    column: int
    key: str | None


def cursor_at(source: Source, offset: int) -> Cursor:
    """The place of an offset."""
    number = source.line_column(offset)[0]
    line_start = source.line_span(number).start
    before = source.text[line_start:offset]
    parts, rest = _parts(before)
    word = _WORD.search(before)
    typed = word.group() if word else ""
    flow, is_flow_value = _flow(before[rest:])
    # What is typed behind a key's colon is its value; the key belongs to the path.
    has_key = bool(parts) and parts[-1].key is not None
    column = rest if flow is None else len(before)
    path = _path_above(source, number, parts, rest)
    if flow is not None:
        path = (*path, *flow)
    return Cursor(path, typed, offset - len(typed), is_flow_value if flow is not None else has_key, column)


def _parts(line: str) -> tuple[list[_Part], int]:
    """The dashes and the key that a line begins with, and where its rest begins."""
    position = len(line) - len(line.lstrip(" "))
    parts = []
    while match := _DASH.match(line, position):
        parts.append(_Part(position, None))
        position = match.end()
        position += len(line[position:]) - len(line[position:].lstrip(" "))
    key = _KEY.match(line, position)
    if key is not None:
        parts.append(_Part(position, key["key"].strip("\"'")))
        position = key.end()
        position += len(line[position:]) - len(line[position:].lstrip(" "))
    return parts, position


def _path_above(source: Source, number: int, parts: list[_Part], column: int) -> Path:
    """The path of the parts of a 1-based line; indices count the dashes of the same column."""
    found = [(number, part) for part in reversed(parts)]
    limit = parts[0].column if parts else column
    is_dash = bool(parts) and parts[0].key is None
    for line in range(number - 1, 0, -1):
        text = source.line_text(line)
        if not text.strip() or text.lstrip().startswith("#"):
            continue
        for part in reversed(_parts(text)[0]):
            # A list may stand at the column of its key.
            if part.column < limit or (is_dash and part.column == limit and part.key is not None):
                found.append((line, part))
                limit, is_dash = part.column, part.key is None
        if limit == 0 and not is_dash:
            break
    steps = [_index(source, line, part.column) if part.key is None else part.key for line, part in reversed(found)]
    return tuple(steps)


def _index(source: Source, number: int, column: int) -> int:
    """How many dashes of a column stand above one, in its list."""
    count = 0
    for line in range(number - 1, 0, -1):
        text = source.line_text(line)
        indentation = len(text) - len(text.lstrip(" "))
        if not text.strip() or text.lstrip().startswith("#") or indentation > column:
            continue
        parts = _parts(text)[0]
        if indentation < column:
            return count + any(part.key is None and part.column == column for part in parts)
        if not parts or parts[0].key is not None:
            return count
        count += 1
    return count


def _flow(text: str) -> tuple[Path | None, bool]:
    """The path inside of flow collections that are open at the end of a text, and whether a value stands there."""
    stack: list[list[str | int | None]] = []
    position = 0
    has_value = False
    while position < len(text):
        char = text[position]
        if char in "\"'" and (position == 0 or not text[position - 1].isalnum()):
            closing = text.find(char, position + 1)
            key = re.match(r"\s*:(?=\s|$)", text[closing + 1 :]) if closing > 0 else None
            if key is not None and stack and stack[-1][0] == "{":
                stack[-1][1], has_value = text[position + 1 : closing], True
                position = closing + 1 + key.end()
                continue
            position = len(text) if closing < 0 else closing + 1
            continue
        if char in "[{":
            stack.append([char, 0 if char == "[" else None])
            has_value = False
        elif char in "]}" and stack:
            stack.pop()
            has_value = bool(stack) and stack[-1][0] == "{"
        elif char == "," and stack:
            last = stack[-1]
            last[1] = int(last[1] or 0) + 1 if last[0] == "[" else None
            has_value = False
        elif stack and stack[-1][0] == "{" and stack[-1][1] is None and (key := _KEY.match(text, position)):
            stack[-1][1], has_value = key["key"].strip("\"'"), True
            position = key.end()
            continue
        elif stack and stack[-1][0] == "[" and (key := _KEY.match(text, position)) and not char.isspace():
            # `[a: b]` holds a map of one key.
            stack.append(["{", key["key"].strip("\"'")])
            has_value = True
            position = key.end()
            continue
        position += 1
    if not stack:
        return None, False
    return tuple(step for _, step in stack if step is not None), has_value
