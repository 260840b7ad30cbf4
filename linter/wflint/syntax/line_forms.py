"""What one line of plain text says, apart from where it stands: its key, its value, or that both are elsewhere.

Offsets are those of the line. Whatever is unusual raises `UnsureError`, and the whole text is left to a parser.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn, TypeAlias

Value: TypeAlias = "tuple[str, int, int, Any]"
"""Style, start, end and content of a value.

The style is a scalar's (`""`, `'`, `"`), with its text; `*` an alias, with its name; `[` and `{` a collection, with its
values, keys and values by turns; `|` and `>` a block scalar that begins, with its header; `&` an anchor, with its name
and the value behind it or None; `:` for no value, at the end of its indicator. `?` is unknown: a line of an unquoted
value that goes on, or nothing for this reader.
"""

Form: TypeAlias = "tuple[int, bool, str | None, int, int, str, str, int, int, Any]"
"""Column, whether a dash stands there, the key's text, start, end and style, and the value; without a key None."""

# The parser takes keys of up to 1,024 characters.
_LONGEST_KEY = 1000
_DEEPEST_FLOW = 16
_SPECIAL = frozenset("-?:,[]{}#&*!|>'\"%@`")
_ENDS_OF_FLOW = frozenset(",[]{}")
_HEADERS = frozenset(("|", "|-", "|+", ">", ">-", ">+"))
_ESCAPED = {'"': '"', "\\": "\\", "/": "/", "n": "\n", "t": "\t", "r": "\r", " ": " "}
_MARKERS = ("---", "...")
_AFTER_DASH = frozenset(("", " "))


class UnsureError(Exception):
    """The text holds something that is left to a parser."""


def give_up() -> NoReturn:
    """Leave the text to a parser."""
    raise UnsureError


def plain(rest: str) -> str:
    """An unquoted value without the comment behind it; `rest` ends in no blank."""
    if " #" in rest:
        rest = rest[: rest.index(" #")].rstrip(" ")
    if ": " in rest or rest[-1] == ":" or rest == "<<":
        give_up()
    return rest


class Forms(dict[str, "Form | None"]):
    """The forms of lines, each read once: large configs repeat most of theirs. None for blank lines and comments."""

    def __missing__(self, line: str) -> Form | None:
        try:
            form = _form(line)
        except UnsureError:
            form = len(line) - len(line.lstrip(" ")), False, None, 0, 0, "", "?", 0, 0, None
        self[line] = form
        return form


def _form(line: str) -> Form | None:
    text = line.rstrip(" \n")
    content = text.lstrip(" ")
    if not content or content[0] == "#":
        return None
    column = start = len(text) - len(content)
    if not column and content.startswith(_MARKERS):
        give_up()
    is_item = content[0] == "-" and content[1:2] in _AFTER_DASH
    if is_item:
        content = content[1:].lstrip(" ")
        start = len(text) - len(content)
        if not content or content[0] == "#":
            return column, True, None, 0, 0, "", ":", column + 1, column + 1, None
        if content[0] == "-" and content[1:2] in _AFTER_DASH:
            give_up()
    key, length, style = _key(content)
    if key is not None:
        end = start + length
        value = content[length + 1 :].lstrip(" ")
        if not value or value[0] == "#":
            return column, is_item, key, start, end, style, ":", end + 1, end + 1, None
        return column, is_item, key, start, end, style, *_value(text, len(text) - len(value))
    return column, is_item, None, 0, 0, "", *_value(text, start)


def _key(content: str) -> tuple[str | None, int, str]:
    """The key that a line begins with, its length and style; None if there is none."""
    first = content[0]
    if first == '"' or first == "'":  # noqa: PLR1714 - no set for each line
        name, length = _quoted(content, 0)
        if content[length : length + 1] != ":":
            return None, 0, ""
        if length > _LONGEST_KEY or content[length + 1 : length + 2] not in _AFTER_DASH:
            give_up()
        return name, length, first
    if first in _SPECIAL and first != "-":
        return None, 0, ""
    name, colon, _ = content.partition(": ")
    if not colon:
        if content[-1] != ":":
            return None, 0, ""
        name = content[:-1]
    if " #" in name:
        return None, 0, ""
    if name[-1] == " " or len(name) > _LONGEST_KEY:
        give_up()
    return name, len(name), ""


def _value(text: str, start: int) -> Value:
    """A value that stands behind a key or dash; a comment may follow."""
    first = text[start]
    if first not in _SPECIAL or (first == "-" and text[start + 1 : start + 2] not in _AFTER_DASH):
        value = plain(text[start:])
        return "", start, start + len(value), value
    if first == '"' or first == "'":  # noqa: PLR1714 - no set for each line
        value, end = _quoted(text, start)
        form = first, start, end, value
    elif first == "[" or first == "{":  # noqa: PLR1714 - as above
        form = _flow(text, start, _DEEPEST_FLOW)
        if " #" in text[start : form[2]]:
            give_up()
    elif first == "*":
        name = _name(plain(text[start:])[1:])
        return "*", start, start + 1 + len(name), name
    elif first == "&":
        return _anchored(text, start)
    elif text[start:] in _HEADERS:
        return first, start, len(text), text[start:]
    else:
        give_up()
    tail = text[form[2] :]
    if tail and not (tail[0] == " " and tail.lstrip(" ")[0] == "#"):
        give_up()
    return form


def _anchored(text: str, start: int) -> Value:
    """A single value with an anchor, or an anchor whose collection begins on a later line."""
    name, _, tail = text[start + 1 :].partition(" ")
    end = start + 1 + len(_name(name))
    rest = tail.lstrip(" ")
    if not rest or rest[0] == "#":
        return "&", start, end, (name, None)
    if rest[0] in _SPECIAL and rest[0] not in {'"', "'"}:
        give_up()
    return "&", start, end, (name, _value(text, len(text) - len(rest)))


def _flow(text: str, start: int, depth: int) -> Value:
    """A collection in brackets that ends on the same line."""
    if not depth:
        give_up()
    style = text[start]
    close = "]" if style == "[" else "}"
    values: list[Value] = []
    position = _next(text, start + 1)
    while text[position] != close:
        value = _in_flow(text, position, depth, is_key=style == "{")
        values.append(value)
        position = _next(text, value[2])
        if style == "{":
            if text[position : position + 2] != ": " or position != value[2] or value[0] in {"[", "{", "*"}:
                give_up()
            value = _in_flow(text, _next(text, position + 1), depth, is_key=False)
            values.append(value)
            position = _next(text, value[2])
        if text[position] == ",":
            position = _next(text, position + 1)
            if text[position] == close:
                give_up()
        elif text[position] != close:
            give_up()
    return style, start, position + 1, tuple(values)


def _in_flow(text: str, start: int, depth: int, *, is_key: bool) -> Value:
    first = text[start]
    if first in {"[", "{"}:
        return _flow(text, start, depth - 1)
    if first in {'"', "'"}:
        value, end = _quoted(text, start)
        return first, start, end, value
    end = start + 1
    while end < len(text) and text[end] not in _ENDS_OF_FLOW and not (is_key and text.startswith(": ", end)):
        end += 1
    value = text[start:end].rstrip(" ")
    if first == "*":
        return "*", start, start + len(value), _name(value[1:])
    if first in _SPECIAL or value == "<<" != is_key * "<<" or ": " in value or value[-1] == ":" or "?" in value:
        give_up()
    return "", start, start + len(value), value


def _next(text: str, position: int) -> int:
    """The next offset that holds no blank; it has to be on this line."""
    while position < len(text) and text[position] == " ":
        position += 1
    if position >= len(text):
        give_up()
    return position


def _quoted(text: str, start: int) -> tuple[str, int]:
    """What the quotes that begin at an offset hold, and where they end."""
    quote = text[start]
    end = text.find(quote, start + 1)
    if end < 0:
        give_up()
    if quote == '"':
        return _escaped(text, start) if text.find("\\", start, end) > 0 else (text[start + 1 : end], end + 1)
    while text[end + 1 : end + 2] == "'":
        end = text.find("'", end + 2)
        if end < 0:
            give_up()
    return text[start + 1 : end].replace("''", "'"), end + 1


def _escaped(text: str, start: int) -> tuple[str, int]:
    pieces = []
    position = start + 1
    end = -1
    while True:
        if end < position:
            end = text.find('"', position)
        escape = text.find("\\", position, end)
        if end < 0:
            give_up()
        if escape < 0:
            pieces.append(text[position:end])
            return "".join(pieces), end + 1
        letter = _ESCAPED.get(text[escape + 1])
        if letter is None:
            give_up()
        pieces += text[position:escape], letter
        position = escape + 2


def _name(name: str) -> str:
    """The name of an anchor, if every parser takes it."""
    if not name.isascii() or not name.replace("-", "a").replace("_", "a").isalnum():
        give_up()
    return name
