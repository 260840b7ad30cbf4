"""A text with a name, and places in it: offsets are code points from 0, spans are half-open."""

from __future__ import annotations

import re
from bisect import bisect_right

from wflint.records import NamedTuple


class Span(NamedTuple):
    """The half-open range `[start, end)` of a text, in code points from 0."""

    start: int
    end: int


class Source:
    """A text and the path it is shown under; what was read is never changed.

    `path` is for people and reports and need not exist (`<stdin>`, an orb's reference).
    """

    __slots__ = ("_line_starts", "path", "text")

    def __init__(self, text: str, path: str = "<text>") -> None:
        self.text = text
        self.path = path
        self._line_starts: list[int] | None = None

    def __repr__(self) -> str:
        return f"Source({self.path!r}, {len(self.text)} characters)"

    @property
    def line_starts(self) -> list[int]:
        """Offsets at which lines begin, in order; only LF, CRLF and CR end a line, as in editors."""
        if self._line_starts is None:
            self._line_starts = _line_starts(self.text)
        return self._line_starts

    def line_column(self, offset: int) -> tuple[int, int]:
        """The 1-based line and column of an offset; one past the end is the end."""
        starts = self.line_starts
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def line_span(self, line: int) -> Span:
        """The span of a 1-based line, its line break included."""
        starts = self.line_starts
        end = starts[line] if line < len(starts) else len(self.text)
        return Span(starts[line - 1], end)

    def line_text(self, line: int) -> str:
        """The text of a 1-based line without its line break."""
        start, end = self.line_span(line)
        return self.text[start:end].rstrip("\r\n")


class Decoded(NamedTuple):
    """The text of a file and what it takes to write it back byte for byte."""

    text: str
    encoding: str

    def encode(self, text: str) -> bytes:
        """The bytes of a text in the file's encoding; of the text as it was read, the bytes that were read."""
        return text.encode(self.encoding, "surrogatepass" if self.encoding != "utf-8" else "surrogateescape")


def decode(data: bytes) -> Decoded:
    """Decode the bytes of a file; never raises.

    UTF-8, or UTF-16 where a byte order mark says so, as SnakeYAML does. A mark stays the first character, U+FEFF.
    A byte that is no UTF-8 becomes the lone surrogate U+DC00 plus its value, which `parse` reports at its place.
    """
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark) and len(data) % 2 == 0:
            return Decoded(data.decode(encoding, "surrogatepass"), encoding)
    return Decoded(data.decode("utf-8", "surrogateescape"), "utf-8")


class Place(NamedTuple):
    """A span of one source."""

    source: Source
    span: Span


def _line_starts(text: str) -> list[int]:
    if "\r" in text:
        return [0, *(match.end() for match in re.finditer(r"\r\n|[\r\n]", text))]
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    starts.pop()
    return starts
