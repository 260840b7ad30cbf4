"""Save what can be saved from broken YAML: change the line at fault, parse again, and go on to the next error."""

from __future__ import annotations

from wflint.deferred import regex
from wflint.records import NamedTuple
from wflint.source import Span
from wflint.syntax.composer import compose
from wflint.syntax.events import NO_ERROR, c_events, context_of, first_error, offset_of
from wflint.syntax.limits import PROBLEM_LIMIT
from wflint.syntax.messages import explain, tab_problem
from wflint.syntax.scene import conflict_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wflint.diagnostic import Problem
    from wflint.source import Source
    from wflint.syntax.composition import Composition
    from wflint.syntax.events import Parser, YAMLError
    from wflint.syntax.scene import Conflict

_BARE_WORD = regex(r"[ ]*(?:- +)*(?P<word>[A-Za-z_][\w./-]+)[ \t]*[\r\n]*$")
_VALUE = regex(r"[ ]*(?:- +)*[^\s#'\"\[\]{},][^#'\"\[\]{},]*?:(?P<value>[ \t]+\S.*?)[ \t\r\n]*$")
_BLOCK_HEADER = regex(r"[|>][-+0-9]*(?:\s+#.*)?")
_STRAY = ("the indentation of this line", "this line does not belong")
_VISIBLE = regex(r"[^\r\n]")
_TABBED = regex(r"[ ]*\t[ \t]*")

# Characters to parse in all, so that a large text cannot keep anyone waiting; half a second with either parser.
_C_EFFORT = 30_000_000
_PYTHON_EFFORT = 1_500_000


class Change(NamedTuple):
    """A way to get past an error: a span of the text and what to put there, of the same length.

    `word` is set where a bare word is completed to a key: it gives its last character for the colon.
    """

    span: Span
    text: str
    word: str | None = None


class Recovery(NamedTuple):
    """What recovery made of a broken text; `composition` is None if nothing could be saved."""

    composition: Composition | None
    text: str
    problems: list[Problem]
    holes: list[Span]


def recover(source: Source, text: str, error: YAMLError, parser: Parser) -> Recovery:
    """Read a text in spite of its errors, beginning with the first, which is given."""
    problems: list[Problem] = []
    changes: list[Change] = []
    effort = _C_EFFORT if parser is c_events else _PYTHON_EFFORT
    found: YAMLError | None = error
    for _ in range(PROBLEM_LIMIT):
        if found is None:
            break
        suspect = _report(source, text, found, parser, problems, changes)
        if effort <= 0:
            break
        best: tuple[int, Change, str, YAMLError | None] | None = None
        for change in _changes(source, text, found, suspect):
            changed = text[: change.span.start] + change.text + text[change.span.end :]
            remaining = first_error(changed, parser)
            reached = _reached(remaining, changed, context_of(found, text))
            effort -= min(reached, len(text))
            if best is None or reached > best[0]:
                best = (reached, change, changed, remaining)
            if reached == NO_ERROR or effort <= 0:
                break
        if best is None:
            break
        _, change, text, found = best
        changes.append(change)
    if found is not None:
        text, found = _cut(source, text, found, parser, changes)
    holes = merged_spans([change.span for change in changes])
    if found is not None:
        return Recovery(None, text, problems, [Span(0, len(text))])
    composition = compose(source, text, parser(text))
    _restore_words(composition, changes)
    _trim_blocks(composition, text, holes)
    return Recovery(composition, text, problems, holes)


def merged_spans(spans: Iterable[Span]) -> list[Span]:
    """Spans in the order of the text, without those inside others."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        elif span.start < span.end:
            merged.append(span)
    return merged


def _reached(error: YAMLError | None, text: str, begun: int) -> int:
    """How far the parser understood a text.

    For what is never closed that is where it opened, and so it is for the bracket at `begun`, if that is still open:
    a change of the lines behind it only moves the error.
    """
    offset = offset_of(error, text)
    if error is None:
        return offset
    context = context_of(error, text)
    is_open = not text[offset:].strip() or (context == begun and text[context : context + 1] in {"[", "{"})
    return context if is_open else offset


def _report(
    source: Source, text: str, error: YAMLError, parser: Parser, problems: list[Problem], changes: list[Change]
) -> int:
    """Add the problem of an error, unless it lies where an earlier one was repaired, and so follows from that.

    Gives the offset at which a person would look for the fault.
    """
    offset = offset_of(error, text)
    tabbed = _tabbed_lines(source, text, offset)
    problem = (
        tab_problem(source, tabbed[0], len(tabbed)) if tabbed is not None else explain(source, text, error, parser)
    )
    start = problem.place.span.start
    is_told = any(change.span.start <= start < change.span.end for change in changes)
    is_told = is_told or any(known.place.span.start == start for known in problems)
    if not is_told and not (problems and _goes_on(source, problems[-1], problem)):
        problems.append(problem)
    return start


def _goes_on(source: Source, previous: Problem, problem: Problem) -> bool:
    """Whether the next line has the same fault: stray lines come in groups."""
    lines = [source.line_column(one.place.span.start)[0] for one in (previous, problem)]
    return problem.message.startswith(_STRAY) and problem.message == previous.message and lines[1] - lines[0] == 1


def _changes(source: Source, text: str, error: YAMLError, suspect: int) -> Iterator[Change]:
    """Ways to get past an error, the least first: those that keep more of the text."""
    offset = offset_of(error, text)
    tabbed = _tabbed_lines(source, text, offset)
    if tabbed is not None:
        span = Span(tabbed[0].start, tabbed[-1].end)
        yield Change(span, _untabbed(text, tabbed))
        return
    conflict = conflict_at(text, offset)
    if conflict is not None:
        yield _one_side(text, conflict)
    lines = _suspects(source, text, error, suspect)
    for number in lines:
        start = source.line_span(number).start
        line = _line(source, text, number)
        bare = _BARE_WORD.match(line)
        if bare is not None:
            span = Span(start + bare.start("word"), start + bare.end("word"))
            yield Change(span, bare["word"][:-1] + ":", bare["word"])
        value = _VALUE.match(line)
        if value is not None and not _BLOCK_HEADER.fullmatch(value["value"].strip()):
            span = Span(start + value.start("value"), start + value.end("value"))
            yield Change(span, " " * (span.end - span.start))
    for number in lines:
        line = _line(source, text, number).rstrip("\r\n")
        if line.strip():
            start = source.line_span(number).start
            yield Change(Span(start, start + len(line)), " " * len(line))
    block = _block(source, text, lines[0])
    if block is not None:
        yield Change(block, _blanked(text[block.start : block.end]))


def _suspects(source: Source, text: str, error: YAMLError, suspect: int) -> list[int]:
    """The 1-based lines that may be at fault: where a person looks, the error's, where it began, the one above it."""
    offset = offset_of(error, text)
    line = source.line_column(offset)[0]
    above = line - 1
    while above > 0 and not _line(source, text, above).strip():
        above -= 1
    lines = (source.line_column(suspect)[0], line, source.line_column(context_of(error, text))[0], above)
    return [number for number in dict.fromkeys(lines) if number > 0]


def _block(source: Source, text: str, number: int) -> Span | None:
    """A line with the lines below it that are indented more; None if there are none of these."""
    start, end = source.line_span(number)
    indentation = _indentation(text[start:end])
    last = None
    for below in range(number + 1, len(source.line_starts) + 1):
        line = _line(source, text, below)
        if line.strip():
            if _indentation(line) <= indentation:
                break
            last = below
    return None if last is None else Span(start, source.line_span(last).end)


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _one_side(text: str, conflict: Conflict) -> Change:
    """Keep the first side of an unresolved merge."""
    start, end = conflict.span
    marker = text.find("\n", start)
    kept = text[marker : conflict.dropped.start]
    return Change(conflict.span, _blanked(text[start:marker]) + kept + _blanked(text[conflict.dropped.start : end]))


def _blanked(text: str) -> str:
    return _VISIBLE.sub(" ", text)


def _cut(
    source: Source, text: str, error: YAMLError, parser: Parser, changes: list[Change]
) -> tuple[str, YAMLError | None]:
    """Give up the rest: blank everything from the line at fault on, or from where began what it interrupted."""
    found: YAMLError | None = error
    for offset in (offset_of(error, text), context_of(error, text)):
        start = source.line_span(source.line_column(offset)[0]).start
        shortened = text[:start] + _blanked(text[start:])
        found = first_error(shortened, parser)
        if found is None and shortened.strip():
            changes.append(Change(Span(start, len(text)), shortened[start:]))
            return shortened, None
    return text, error


def _tabbed_lines(source: Source, text: str, offset: int) -> list[Span] | None:
    """The indentations of the consecutive lines from an offset's on that begin with tabs; None if no tab is at it."""
    if not text.startswith("\t", offset):
        return None
    number = source.line_column(offset)[0]
    start = source.line_span(number).start
    if text[start:offset].strip(" "):
        return None
    found: list[Span] = []
    while number <= len(source.line_starts):
        match = _TABBED.match(text, source.line_span(number).start)
        if match is None:
            break
        found.append(Span(match.start(), match.end()))
        number += 1
    return found or None


def _untabbed(text: str, indentations: list[Span]) -> str:
    pieces = []
    position = indentations[0].start
    for start, end in indentations:
        pieces += [text[position:start], " " * (end - start)]
        position = end
    return "".join(pieces)


def _line(source: Source, text: str, number: int) -> str:
    start, end = source.line_span(number)
    return text[start:end]


def _restore_words(composition: Composition, changes: list[Change]) -> None:
    """Give completed words the letter back that their colon took."""
    words = {change.span.start: change for change in changes if change.word is not None}
    for scalar in composition.scalars if words else ():
        change = words.get(scalar.start)
        if change is not None and change.word is not None and scalar.value == change.word[:-1]:
            scalar.value = change.word
            scalar.end = change.span.end


def _trim_blocks(composition: Composition, text: str, holes: list[Span]) -> None:
    """End block scalars before blanked lines, which would be lines of spaces at their end."""
    for scalar in composition.scalars:
        if scalar.style in {"|", ">"} and any(scalar.start < hole.start < scalar.end <= hole.end for hole in holes):
            scalar.value = scalar.value.rstrip() + "\n"
            scalar.end = scalar.start + len(text[scalar.start : scalar.end].rstrip())
