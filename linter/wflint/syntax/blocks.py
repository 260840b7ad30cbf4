"""Scalars: where their content begins and ends, and where each character of their value stands in the text."""

from __future__ import annotations

from wflint.deferred import regex
from wflint.records import NamedTuple
from wflint.source import Place, Span
from wflint.syntax.breaks import BREAKS, WHITE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.syntax.nodes import Scalar

_KEPT = "\u2028\u2029"
_ENDS = "\n\u2028\u2029"
_BREAK = regex(rf"\r\n|[{BREAKS}]")
_ESCAPE = regex(rf"\\(?:x[0-9a-fA-F]{{2}}|u[0-9a-fA-F]{{4}}|U[0-9a-fA-F]{{8}}|[^{BREAKS}])")
_FOLD = regex(rf"[ \t]*(?:(?:\r\n|[{BREAKS}])[ \t]*)+")
_ESCAPED_FOLD = regex(rf"\\(?:\r\n|[{BREAKS}])[ \t]*(?P<more>(?:(?:\r\n|[{BREAKS}])[ \t]*)*)")


class Line(NamedTuple):
    """A line of a block scalar's content: its span without indentation and line break, and the break's span."""

    content: Span
    line_break: Span


def last_line_end(scalar: Scalar, text: str) -> int:
    """Where the last line of a block scalar ends that is longer than the indentation, at most at the scalar's end.

    `text` is what was parsed: as long as the source's, some characters of it replaced by others.
    """
    indent = block_indent(scalar)
    stop = scalar.end
    for begin, line_end, _ in _rough_lines(text, scalar.start, scalar.end):
        if line_end - begin > indent:
            stop = line_end
    return min(stop, scalar.end)


def block_lines(scalar: Scalar) -> tuple[Line, ...]:
    """The lines of a block scalar's content in order, blank ones included; empty for other scalars and for no content.

    Blank lines after the last line that is not are left out.
    """
    if scalar.style not in {"|", ">"}:
        return ()
    text = scalar.source.text
    header = _BREAK.search(text, scalar.start, scalar.end)
    if header is None:
        return ()
    rough = list(_rough_lines(text, header.end(), scalar.end))
    indent = block_indent(scalar)
    return tuple(Line(Span(min(start + indent, end), end), after) for start, end, after in rough)


def block_indent(scalar: Scalar) -> int:
    """By how many spaces the content of a block scalar is indented; 0 for other scalars and for no content."""
    text = scalar.source.text
    header = _BREAK.search(text, scalar.start, scalar.end) if scalar.style in {"|", ">"} else None
    if header is None:
        return 0
    # What the first line has beyond the indentation is the beginning of the value, with or without an indicator.
    value = scalar.value.lstrip(_ENDS)
    for start, end, _ in _rough_lines(text, header.end(), scalar.end):
        spaces = _leading_spaces(text[start:end])
        if start + spaces < end:
            return max(spaces - _leading_spaces(value), 0)
    return 0


def value_spans(scalar: Scalar) -> list[Span] | None:
    """The span in the text of each character of a scalar's value, in order.

    An escape sequence or a folded line break is one character. None where the two do not correspond letter by letter:
    in values that recovery or an omitted value left without a text.
    """
    text = scalar.source.text
    style, start, end = scalar.style, scalar.start, scalar.end
    if style == "" and end - start == len(scalar.value) and not _BREAK.search(text, start, end):
        return [Span(offset, offset + 1) for offset in range(start, end)]
    if style == "|":
        spans = _literal(scalar)
    elif style == ">":
        spans = _folded(scalar)
    elif style in {"'", '"'}:
        spans = _flow(text, start + 1, end - 1, style)
    else:
        spans = _flow(text, start, end, style)
    return spans if len(spans) == len(scalar.value) else None


def value_place(scalar: Scalar, start: int, end: int) -> Place:
    """Where the characters `[start, end)` of a scalar's value stand in the text; the whole scalar if unknown.

    `start == end` gives the empty place before that character, or after the last one.
    """
    spans = value_spans(scalar)
    if spans is None or not 0 <= start <= end <= len(spans):
        return scalar.place
    if start == end:
        offset = spans[start].start if start < len(spans) else spans[-1].end if spans else scalar.end
        return Place(scalar.source, Span(offset, offset))
    return Place(scalar.source, Span(spans[start].start, spans[end - 1].end))


def _rough_lines(text: str, start: int, end: int) -> Iterator[tuple[int, int, Span]]:
    """Lines as start, end and line break; the last one may have none."""
    while start < end:
        found = _BREAK.search(text, start)
        if found is None:
            yield start, len(text), Span(len(text), len(text))
            return
        yield start, found.start(), Span(*found.span())
        start = found.end()


def _leading_spaces(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _literal(scalar: Scalar) -> list[Span]:
    spans: list[Span] = []
    for (start, end), line_break in block_lines(scalar):
        spans += [Span(offset, offset + 1) for offset in range(start, end)]
        spans.append(line_break)
    return _chomped(spans, scalar)


def _folded(scalar: Scalar) -> list[Span]:
    """Follow libyaml: a break between two lines that begin with no blank is a space, or nothing before blank lines."""
    text = scalar.source.text
    spans: list[Span] = []
    pending: list[Span] = []
    was_indented = True
    for (start, end), line_break in block_lines(scalar):
        if start == end:
            pending.append(line_break)
            continue
        is_indented = text[start] in " \t"
        is_kept = was_indented or is_indented or len(pending) == 1 or text[pending[0].start] in _KEPT
        spans += pending if is_kept else pending[1:]
        spans += [Span(offset, offset + 1) for offset in range(start, end)]
        was_indented = is_indented
        pending = [line_break]
    return _chomped(spans + pending, scalar)


def _chomped(spans: list[Span], scalar: Scalar) -> list[Span]:
    """Cut what chomping cut; line breaks that were kept beyond the last line stand behind it."""
    wanted = len(scalar.value)
    while len(spans) < wanted and scalar.value[len(spans) :].strip(_ENDS) == "":
        end = spans[-1].end if spans else scalar.end
        spans.append(Span(end, end))
    return spans[:wanted] if scalar.value[len(spans) - 1 :].strip("\n") == "" or len(spans) <= wanted else spans


def _flow(text: str, start: int, end: int, style: str) -> list[Span]:
    """The characters of a plain or quoted scalar between its quotes."""
    spans: list[Span] = []
    position = start
    while position < end:
        character = text[position]
        if style == '"' and character == "\\":
            escaped_fold = _ESCAPED_FOLD.match(text, position, end)
            if escaped_fold is not None:
                more = escaped_fold.span("more")
                spans += [Span(*found.span()) for found in _BREAK.finditer(text, *more)]
                position = escaped_fold.end()
                continue
            escape = _ESCAPE.match(text, position, end)
            stop = escape.end() if escape is not None else position + 1
        elif style == "'" and character == "'":
            stop = min(position + 2, end)
        elif character in WHITE:
            fold = _FOLD.match(text, position, end)
            if fold is not None:
                breaks = [Span(*found.span()) for found in _BREAK.finditer(text, position, fold.end())]
                spans += breaks if text[breaks[0].start] in _KEPT else breaks[1:] or breaks
                position = fold.end()
                continue
            stop = position + 1
        else:
            stop = position + 1
        spans.append(Span(position, stop))
        position = stop
    return spans
