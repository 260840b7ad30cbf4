r"""Texts with `<< … >>`: what is written out, what is a tag, what is a section. Rendering is `rendering.py`.

Source: the vendor's own scanner as its language server follows it; escapes are `\<<` for a literal `<<` and `\\<<`
for a backslash before a tag.
"""

from __future__ import annotations

import re
from functools import lru_cache

from wflint.compiler.expression_syntax import LONGEST, ExpressionError, Name, parse
from wflint.deferred import regex
from wflint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from wflint.compiler.expression_syntax import Expression


class Text(NamedTuple):
    """A stretch written out; `start` is its offset in the whole text, where `text` stands letter by letter."""

    text: str
    start: int


class Tag(NamedTuple):
    """`<< expression >>`; offsets are those of the whole text, `inner` is where the expression's text begins."""

    expression: Expression
    start: int
    end: int
    inner: int


class Section(NamedTuple):
    """`<<# name >>…<</ name >>`: its content if the name is true; `<<^` if it is false."""

    name: str
    inverted: bool
    content: Template
    start: int
    end: int


Template: TypeAlias = tuple[Text | Tag | Section, ...]


class TemplateError(NamedTuple):
    """The first fault of a text, in CircleCI's words, and its offsets in the text."""

    message: str
    start: int
    end: int


_OPENING = regex(r"\\\\<<|\\<<|<<")
_SECTION_NAME = regex(r"[\w-]+(?:\.\S+)*")
_PLAIN_TAG = regex(r"<<\s*([A-Za-z][\w-]*(?:\.[\w-]+)+)\s*>>", re.ASCII)
_UNCLOSED = "unclosed `<<` tag (`<<` must be escaped as `\\<<`)"


class _TemplateSyntaxError(Exception):
    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.error = TemplateError(message, start, end)


@lru_cache(maxsize=8192)
def parse_template(text: str) -> Template | TemplateError:
    """Split a text into its parts; of several faults the first is returned."""
    try:
        segments, position, _ = _segments(text, 0, None, 0)
    except _TemplateSyntaxError as fault:
        return fault.error
    return segments if position == len(text) else TemplateError(_UNCLOSED, position, position + 2)


def whole_tag(template: Template) -> Tag | None:
    """The tag if a text is exactly one `<< … >>`: then the value keeps its type."""
    return template[0] if len(template) == 1 and isinstance(template[0], Tag) else None


def _segments(text: str, position: int, section: tuple[str, int] | None, depth: int) -> tuple[Template, int, int]:
    """Parse up to the end of the text or of the section: the segments, where they end, where the end tag ends."""
    if depth > 50:
        raise _TemplateSyntaxError("sections must not be nested deeper than 50", position, position + 2)
    found: list[Text | Tag | Section] = []
    literal = position
    while (match := _OPENING.search(text, position)) is not None:
        opening = match.group()
        if opening == "\\<<":
            if match.start() > literal:
                found.append(Text(text[literal : match.start()], literal))
            literal = match.start() + 1
            position = match.end()
            continue
        start = match.end() - 2
        sign = text[start + 2 : start + 3]
        before = start - 1 if opening == "\\\\<<" else start
        if sign and sign in "#^/":
            name, end = _name(text, start)
            before, end = _whole_line(text, before, end)
        if before > literal:
            found.append(Text(text[literal:before], literal))
        if sign == "/":
            if section is None:
                raise _TemplateSyntaxError(f"section end tag `{name}` has no start tag", start, end)
            if name != section[0]:
                raise _TemplateSyntaxError("expected section end tag to match start tag", start, end)
            return tuple(found), start, end
        if sign and sign in "#^":
            content, _, position = _segments(text, end, (name, start), depth + 1)
            found.append(Section(name, sign == "^", content, start, position))
        else:
            tag = _tag(text, start)
            found.append(tag)
            position = tag.end
        literal = position
    if section is not None:
        raise _TemplateSyntaxError("unclosed section, expected `<</`", section[1], section[1] + 2)
    if literal < len(text):
        found.append(Text(text[literal:], literal))
    return tuple(found), len(text), len(text)


def _name(text: str, start: int) -> tuple[str, int]:
    end = text.find(">>", start)
    if end < 0:
        raise _TemplateSyntaxError(_UNCLOSED, start, start + 2)
    name = text[start + 3 : end].strip()
    if not _SECTION_NAME.fullmatch(name):
        raise _TemplateSyntaxError("expected valid identifier", start, end + 2)
    return name, end + 2


def _whole_line(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch that a section's tag takes up: its whole line, line break included, if it stands there alone."""
    first = text.rfind("\n", 0, start) + 1
    rest = text.find("\n", end)
    last = len(text) if rest < 0 else rest + 1
    return (first, last) if not text[first:start].strip() and not text[end:last].strip() else (start, end)


def _tag(text: str, start: int) -> Tag:
    plain = _PLAIN_TAG.match(text, start)
    if plain is not None:
        name = plain.group(1)
        return Tag(Name(name, 0, len(name)), start, plain.end(), plain.start(1))
    end = _closing(text, start + 2)
    body = text[start + 2 : end]
    stripped = body.strip()
    inner = start + 2 + len(body) - len(body.lstrip())
    if len(body) >= LONGEST:
        message = f"expressions must be less than {LONGEST} characters, this one is {len(body)}"
        raise _TemplateSyntaxError(message, start, end + 2)
    if not stripped:
        message = "expected expression after `<<`" if not body else "expected expression"
        raise _TemplateSyntaxError(message, start, end + 2)
    expression = parse(stripped)
    if isinstance(expression, ExpressionError):
        if _SECTION_NAME.fullmatch(stripped):
            # Names that are no identifiers (a parameter called `1st`) work by plain replacement.
            return Tag(Name(stripped, 0, len(stripped)), start, end + 2, inner)
        offset = min(inner + expression.offset, end)
        raise _TemplateSyntaxError(expression.message, offset, max(offset + 1, min(end, inner + len(stripped))))
    return Tag(expression, start, end + 2, inner)


def _closing(text: str, position: int) -> int:
    """Where the `>>` of a tag stands, texts in double quotes passed over."""
    end = text.find(">>", position)
    if end < 0:
        raise _TemplateSyntaxError(_UNCLOSED, position - 2, position)
    while (quote := text.find('"', position, end)) >= 0:
        closing = quote + 1
        while closing < len(text) and text[closing] != '"':
            closing += 2 if text[closing] == "\\" else 1
        if closing > end:
            later = text.find(">>", closing) if closing < len(text) else -1
            if later < 0:
                return end
            end = later
        position = closing + 1
    return end
