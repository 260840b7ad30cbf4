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
_ITEM = re.compile(r"[^,\[\]{}:]*$")
_PROPERTIES = re.compile(r"(?:[&!]\S*(?:\s+|$))*")
_BLOCK = re.compile(r"[|>][-+0-9]*(?:\s+#.*)?$")
_CONTINUED = (",", "[", "{")
"""What the line before a line of a flow collection ends with."""


class Cursor(NamedTuple):
    """A cursor's place.

    `path` leads to the map, list item or value that is written at the cursor. `word` is what stands of it before the
    cursor, from `start` on, and `lead` what stands before that word and belongs to the same text. `is_value`: a key and
    its colon stand before it, so that no key can be written. `is_text`: it is a line of a text that began above, of
    which `path` is the path. `is_flow`: it stands between brackets or braces. `has_dash`: a dash stands before it on
    its line. `indentation` is the column at which what is written there begins.
    """

    path: Path
    word: str
    start: int
    is_value: bool
    indentation: int
    lead: str = ""
    is_text: bool = False
    is_flow: bool = False
    has_dash: bool = False


class _Part(NamedTuple):
    """A dash (`key` is None) or a key, at its column."""

    column: int
    key: str | None


def cursor_at(source: Source, offset: int) -> Cursor:
    """The place of an offset."""
    number = source.line_column(offset)[0]
    before = source.text[source.line_span(number).start : offset]
    parts, rest = _parts(before)
    match = _WORD.search(before)
    word = match.group() if match else ""
    start = offset - len(word)
    header = _text_above(source, number, before)
    if header is not None:
        above, column = _parts(source.line_text(header))
        return Cursor(_path_above(source, header, above, column), word, start, True, rest, before.strip(), is_text=True)
    path, (flow, is_flow_value) = _path_above(source, number, parts, rest), _flow(before[rest:])
    opened = None if flow is not None else _flow_above(source, number, before)
    if opened is not None:
        line, (flow, is_flow_value) = opened
        above, column = _parts(source.line_text(line))
        path = _path_above(source, line, above, column)
    if flow is not None:
        item = _ITEM.search(before[: len(before) - len(word)])
        lead = item.group().strip() if item else ""
        return Cursor((*path, *flow), word, start, is_flow_value, len(before), lead, is_flow=True)
    # What is typed behind a key's colon is its value; the key belongs to the path.
    has_key = bool(parts) and parts[-1].key is not None
    lead = before[rest : len(before) - len(word)].strip()
    return Cursor(path, word, start, has_key, rest, lead, has_dash=any(part.key is None for part in parts))


def _parts(line: str) -> tuple[list[_Part], int]:
    """The dashes and the key that a line begins with, and where its rest begins."""
    position = _indentation(line)
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


def _text_above(source: Source, number: int, before: str) -> int | None:
    """The 1-based line where the text began that a line goes on with; None if it is no line of a text."""
    limit = _indentation(before)
    for line in range(number - 1, 0, -1):
        if limit == 0:
            break
        text = source.line_text(line)
        indentation = _indentation(text)
        if indentation >= limit or not text.strip():
            continue
        parts, rest = _parts(text)
        if parts and parts[-1].column < limit and _goes_on(text[rest:].strip(), is_item=parts[-1].key is None):
            return line
        limit = indentation
    return None


def _goes_on(value: str, *, is_item: bool) -> bool:
    """Whether deeper lines below a value belong to its text. An item may be a call that still lacks its colon."""
    written = value[_PROPERTIES.match(value).end() :]  # type: ignore[union-attr] # it matches the empty text too
    if _BLOCK.match(written):
        return True
    return not is_item and written != "" and written[0] not in "#[{*"


def _flow_above(source: Source, number: int, before: str) -> tuple[int, tuple[Path | None, bool]] | None:
    """The 1-based line above where the flow collection begins that a line goes on with, and where it stands in it."""
    text = before
    for line in range(number - 1, 0, -1):
        above = source.line_text(line)
        if not above.strip() or above.lstrip().startswith("#"):
            continue
        if not above.rstrip().endswith(_CONTINUED):
            return None
        _, rest = _parts(above)
        if above[rest : rest + 1] in {"[", "{"}:
            found = _flow(f"{above[rest:]} {text}")
            if found[0] is not None:
                return line, found
        text = f"{above} {text}"
    return None


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _path_above(source: Source, number: int, parts: list[_Part], column: int) -> Path:
    """The path of the parts of a 1-based line; indices count the dashes of the same column."""
    found = [(number, part) for part in reversed(parts)]
    limit = parts[0].column if parts else column
    is_dash = bool(parts) and parts[0].key is None
    for line in range(number - 1, 0, -1):
        text = source.line_text(line)
        indentation = _indentation(text)
        if indentation > limit or (indentation == limit and not is_dash):
            continue
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
        indentation = _indentation(text)
        if indentation > column or not text.strip() or text.lstrip().startswith("#"):
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
