"""Diagnostics for people: a headline, the lines it is about with the place underlined, and what to do."""

from __future__ import annotations

from wflint.records import NamedTuple
from wflint.report.color import paint
from wflint.report.concise import headline, one_line
from wflint.report.frame import context_line, excerpt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wflint.diagnostic import Diagnostic, Fix, Related

CONTEXT_LINES = 2
"""How many lines before the place are shown."""


class Style(NamedTuple):
    """How wide the excerpts may be, in cells, and whether everything is coloured."""

    width: int = 100
    color: bool = False


def to_text(diagnostics: Iterable[Diagnostic], style: Style) -> str:
    """Diagnostics with excerpts, a blank line between."""
    return "\n".join(_framed(diagnostic, style) for diagnostic in diagnostics)


def to_brief(diagnostics: Iterable[Diagnostic], style: Style) -> str:
    """Diagnostics without excerpts: headlines, each with its help below; for long lists."""
    parts = []
    for diagnostic in diagnostics:
        parts.append(f"{headline(diagnostic, color=style.color)}\n")
        if diagnostic.help:
            parts.append(f"  {paint('help', 'help', color=style.color)}: {one_line(diagnostic.help)}\n")
    return "".join(parts)


def _framed(diagnostic: Diagnostic, style: Style) -> str:
    numbers = [_line_of(diagnostic)] + [_line_of(related) for related in diagnostic.related]
    frame = _Frame(len(str(max(numbers))), style)
    lines = [headline(diagnostic, color=style.color)]
    if diagnostic.place.source.text:
        lines += frame.primary(diagnostic)
    path = diagnostic.place.source.path
    for related in diagnostic.related:
        lines += frame.related(related, path)
        path = related.place.source.path
    if diagnostic.help:
        lines.append(frame.note("help", one_line(diagnostic.help)))
    if diagnostic.fix:
        lines.append(frame.note("fix", fix_words(diagnostic.fix)))
    return "".join(f"{line}\n" for line in lines)


def fix_words(fix: Fix) -> str:
    """What a fix does and how to apply it."""
    flags = "--fix" if fix.safe else "--fix --unsafe-fixes"
    return f"{one_line(fix.title)} ({'safe' if fix.safe else 'unsafe'}: `wflint check {flags}`)"


def _line_of(item: Diagnostic | Related) -> int:
    return item.place.source.line_column(item.place.span.start)[0]


class _Frame:
    """Draws excerpts beside a gutter of a fixed width."""

    __slots__ = ("_gutter", "_style", "_text_width")

    def __init__(self, gutter: int, style: Style) -> None:
        self._gutter = gutter
        self._style = style
        self._text_width = style.width - gutter - 3

    def primary(self, diagnostic: Diagnostic) -> Iterator[str]:
        """The place's line with some lines before it."""
        source = diagnostic.place.source
        shown = excerpt(diagnostic.place, self._text_width)
        numbers = range(max(1, shown.number - CONTEXT_LINES), shown.number)
        texts = [context_line(source, number, self._text_width) for number in numbers]
        while texts and not texts[0].strip():
            texts.pop(0)
        first = shown.number - len(texts)
        yield self._bar()
        for number, text in enumerate(self._code([*texts, shown.text]), first):
            yield self._line(str(number), text)
        marks = paint("^" * shown.length, diagnostic.severity.word, color=self._style.color)
        yield self._line("", " " * shown.indent + marks)

    def related(self, related: Related, path: str) -> Iterator[str]:
        """Another place's line, underlined with what is there; preceded by its path if that is not `path`."""
        source = related.place.source
        shown = excerpt(related.place, self._text_width)
        if source.path == path:
            yield self._bar()
        else:
            line, column = source.line_column(related.place.span.start)
            arrow = paint(f"{' ' * self._gutter}-->", "gutter", color=self._style.color)
            yield f"{arrow} {one_line(source.path)}:{line}:{column}"
        yield self._line(str(shown.number), self._code([shown.text])[0])
        marks = paint(f"{'-' * shown.length} {one_line(related.message)}", "related", color=self._style.color)
        yield self._line("", " " * shown.indent + marks)

    def note(self, word: str, text: str) -> str:
        """A line below the excerpts."""
        sign = paint(f"{' ' * (self._gutter + 1)}=", "gutter", color=self._style.color)
        return f"{sign} {paint(word, 'help', color=self._style.color)}: {text}"

    def _bar(self) -> str:
        return paint(f"{' ' * (self._gutter + 1)}|", "gutter", color=self._style.color)

    def _line(self, number: str, text: str) -> str:
        gutter = paint(f"{number:>{self._gutter}} |", "gutter", color=self._style.color)
        return f"{gutter} {text}" if text else gutter

    def _code(self, lines: list[str]) -> list[str]:
        if not self._style.color:
            return lines
        from wflint.report.highlight import highlight

        return highlight(lines)
