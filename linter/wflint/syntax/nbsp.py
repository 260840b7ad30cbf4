"""No-break spaces (U+00A0) used as indentation: YAML takes them for text and fails far away, or reads another tree."""

from __future__ import annotations

from bisect import bisect_right

from wflint.deferred import regex
from wflint.diagnostic import Edit, Fix, Problem
from wflint.source import Place, Span
from wflint.syntax.composer import compose
from wflint.syntax.events import YAMLError, fastest_events, first_error, offset_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.source import Source

NBSP = "\xa0"
KIND = "nbsp-indentation"

_INDENTATION = regex(r"(?<![^\r\n])[ \t]*\xa0[ \t\xa0]*")
_TRAILING = regex(r"(?<![ \t\xa0])[ \t\xa0]++(?![^\r\n])")
_DASHES = regex(r"(?<![^\r\n])[ \t\xa0]*(?:[-?][ \t\xa0]+)+")
_AFTER_KEY = regex(r"(?<![^\r\n])[ \t\xa0]*(?:[-?][ \t\xa0]+)*[^\s#'\"]+:(?P<gap>[ \t]*\xa0[ \t\xa0]*)")


def nbsp_problems(source: Source, text: str) -> tuple[Problem, ...]:
    """One problem for each run of consecutive lines that such spaces indent; all carry the one fix of the file.

    Empty if there are none, or if all of them are content: part of a block scalar or of a quoted text.
    `text` is the source's, free of characters that no parser takes.
    """
    found = [Span(match.start(), match.end()) for match in _INDENTATION.finditer(text)]
    if not found or not _are_structure(source, text, found):
        return ()
    fix = Fix(
        "replace the no-break spaces by spaces",
        tuple(Edit(span, text[span.start : span.end].replace(NBSP, " ")) for span in _edited(text)),
        safe=True,
    )
    return tuple(
        Problem(
            Place(source, first),
            "this line is indented with no-break spaces (U+00A0)"
            if count == 1
            else f"{count} lines are indented with no-break spaces (U+00A0)",
            KIND,
            help="YAML counts ordinary spaces only",
            fix=fix,
        )
        for first, count in _runs(source, found)
    )


def without_nbsp(text: str) -> str:
    """The text with spaces for the no-break spaces that the fix replaces; it keeps its length."""
    pieces = []
    position = 0
    for start, end in _edited(text):
        pieces += [text[position:start], text[start:end].replace(NBSP, " ")]
        position = end
    return "".join([*pieces, text[position:]])


def _are_structure(source: Source, text: str, found: list[Span]) -> bool:
    parser = fastest_events()
    try:
        scalars = compose(source, text, parser(text)).scalars
    except YAMLError as error:
        repaired = without_nbsp(text)
        return offset_of(first_error(repaired, parser), repaired) > offset_of(error, text)
    starts = [scalar.start for scalar in scalars]
    for span in found:
        index = bisect_right(starts, text.index(NBSP, span.start)) - 1
        if index < 0 or not scalars[index].style or scalars[index].end < span.end:
            return True
    return False


def _edited(text: str) -> list[Span]:
    """From the first to the last no-break space of each indentation with its dashes, gap behind a key, or line end."""
    areas = [match.span() for match in _INDENTATION.finditer(text)]
    areas += [match.span() for match in _DASHES.finditer(text)]
    areas += [match.span("gap") for match in _AFTER_KEY.finditer(text)]
    areas += [match.span() for match in _TRAILING.finditer(text)]
    edited: list[Span] = []
    for area in sorted(areas):
        start = text.find(NBSP, *area)
        if start < 0:
            continue
        end = text.rfind(NBSP, *area) + 1
        if edited and start < edited[-1].end:
            edited[-1] = Span(edited[-1].start, max(end, edited[-1].end))
        else:
            edited.append(Span(start, end))
    return edited


def _runs(source: Source, found: list[Span]) -> Iterator[tuple[Span, int]]:
    first, count, last = found[0], 0, 0
    for span in found:
        line = source.line_column(span.start)[0]
        if count and line != last + 1:
            yield first, count
            first, count = span, 0
        count += 1
        last = line
    yield first, count
