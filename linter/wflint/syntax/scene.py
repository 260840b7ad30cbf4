"""An error in its text: what stands around it, and what a person would take for its beginning."""

from __future__ import annotations

from wflint.deferred import regex
from wflint.diagnostic import Problem, Related
from wflint.records import NamedTuple
from wflint.source import Place, Span
from wflint.syntax.events import ScalarEvent, YAMLError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.source import Source
    from wflint.syntax.events import Event, Parser

_WORD = regex(r"[^\s,\[\]{}]+")


class Scene(NamedTuple):
    """An error with what stands around it. Offsets are those of `text`, which is as long as the source's.

    `start` is where began what the error interrupted: a quote, a bracket, a collection, a key; else the offset.
    """

    source: Source
    text: str
    parser: Parser
    offset: int
    start: int

    def line(self, offset: int) -> int:
        """The 1-based line of an offset."""
        return self.source.line_column(offset)[0]

    def before(self) -> str:
        """What stands on the line before the error."""
        return self.text[self.source.line_span(self.line(self.offset)).start : self.offset]

    def line_text(self, offset: int) -> str:
        """The line of an offset without its line break, as the parser saw it."""
        start, end = self.source.line_span(self.line(offset))
        return self.text[start:end].rstrip("\r\n")

    def word(self, offset: int) -> Span:
        """The word at an offset; a single character if there is none."""
        match = _WORD.match(self.text, offset)
        return Span(offset, match.end() if match else min(offset + 1, len(self.text)))

    def rest(self, offset: int) -> Span:
        """From an offset to the last visible character of its line, at least one character."""
        start, end = self.source.line_span(self.line(offset))
        stop = start + len(self.text[start:end].rstrip())
        return Span(offset, max(stop, min(offset + 1, len(self.text))))

    def at_closing_bracket(self) -> bool:
        """Whether a `]` or `}` stands at the error."""
        return self.text[self.offset : self.offset + 1] in {"]", "}"}

    def slice(self, span: Span) -> str:
        """The text of a span, shortened to fit a message."""
        found = self.text[span.start : span.end]
        return found if len(found) <= 40 else f"{found[:39]}…"

    def problem(self, span: Span, message: str, advice: str | None = None, *related: tuple[Span, str]) -> Problem:
        """A problem at a span; `related` are other spans and what is there."""
        others = tuple(Related(Place(self.source, other), words) for other, words in related)
        return Problem(Place(self.source, span), message, "yaml-syntax", others, advice)

    def line_above(self) -> Span | None:
        """The nearest line above the error that is not blank, without the blanks around it; None if there is none."""
        for number in range(self.line(self.offset) - 1, 0, -1):
            start, end = self.source.line_span(number)
            text = self.text[start:end]
            if text.strip():
                return Span(start + len(text) - len(text.lstrip()), start + len(text.rstrip()))
        return None


def opening_of(text: str, offset: int, parser: Parser) -> int | None:
    """Where the quoted scalar over several lines begins that ends right before an offset; None if there is none.

    A quote that was not closed runs on to the next quote, and the error shows only behind that.
    """
    if not text[:offset].rstrip(" \t").endswith(("'", '"')):
        return None
    quoted: Event = None
    next_event = parser(text)
    try:
        while True:
            event = next_event()
            if event.__class__ is ScalarEvent and event.style in {"'", '"'}:
                quoted = event
    except YAMLError:
        pass
    if quoted is None or text[quoted.end_mark.index : offset].strip(" \t"):
        return None
    start: int = quoted.start_mark.index
    return start if "\n" in text[start:offset] or "\r" in text[start:offset] else None


class Conflict(NamedTuple):
    """An unresolved merge: from its first marker to its last, and what to drop of that to keep the first side."""

    span: Span
    dropped: Span


def conflict_at(text: str, offset: int) -> Conflict | None:
    """The unresolved merge that an offset lies in or right behind."""
    start = text.rfind("\n<<<<<<< ", 0, offset + len("\n<<<<<<< ")) + 1
    middle = text.find("\n=======", start) + 1
    last = text.find("\n>>>>>>> ", middle) + 1
    if not text.startswith("<<<<<<< ", start) or not middle or not last:
        return None
    end = text.find("\n", last)
    span = Span(start, len(text) if end < 0 else end)
    base = text.find("\n|||||||", start, middle) + 1
    return Conflict(span, Span(base or middle, span.end)) if offset <= span.end + 1 else None
