"""A rule's page on a terminal: Markdown as far as pages use it."""

from __future__ import annotations

import re
from textwrap import wrap

from wflint.report.color import paint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

INDENT = "    "

_CODE = re.compile(r"`([^`]+)`")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
_ITEM = re.compile(r"(?P<mark>[-*]|\d+\.) +(?P<text>.*)")


def to_terminal(page: str, *, width: int, color: bool) -> str:
    """A page with headings in bold, paragraphs wrapped, and examples indented and highlighted."""
    return "".join(f"{line}\n".lstrip("\n") or "\n" for line in _lines(page.rstrip("\n").split("\n"), width, color))


def _lines(lines: list[str], width: int, color: bool) -> Iterator[str]:
    position = 0
    while position < len(lines):
        line = lines[position]
        position += 1
        if line.startswith("```"):
            end = position
            while end < len(lines) and not lines[end].startswith("```"):
                end += 1
            yield from _code(lines[position:end], line.strip("`").split()[:1] == ["yaml"], color)
            position = end + 1
        elif line.startswith("#"):
            yield paint(line.lstrip("# "), "rule", color=color)
        elif line.startswith("|"):
            yield _inline(line, color)
        else:
            yield from _paragraph(line, width, color)


def _code(lines: list[str], is_yaml: bool, color: bool) -> Iterator[str]:
    shown = lines
    if color and is_yaml:
        from wflint.report.highlight import highlight

        shown = highlight(lines)
    for line in shown:
        yield f"{INDENT}{line}" if line else ""


def _paragraph(line: str, width: int, color: bool) -> Iterator[str]:
    match = _ITEM.match(line)
    hang = " " * match.start("text") if match else ""
    text = _LINK.sub(r"\1 (\2)", line)
    for part in wrap(text, width, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False) or [""]:
        yield _inline(part, color)


def _inline(text: str, color: bool) -> str:
    return _CODE.sub(lambda match: paint(match[1], "code", color=True), text) if color else text
