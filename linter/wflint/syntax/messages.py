"""A parser's error in our words: what is the case, where it began, and what to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from wflint.diagnostic import Problem, Related
from wflint.source import Place, Span
from wflint.syntax.events import MarkedYAMLError, ScalarEvent, YAMLError, context_of, offset_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from wflint.source import Source
    from wflint.syntax.events import Event, Parser

_WORD = re.compile(r"[^\s,\[\]{}]+")
_KEY = re.compile(r"[ \t]*(?:- +)*(?P<key>[^\s#'\"\[\]{},][^#'\"\[\]{},]*?):(?= |$)")
_GLUED = re.compile(r"[ \t]*(?:- +)*(?P<glued>[\w.-]+:(?!/)\S.*?)[ \t]*$")
_CONFLICT = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?: |$)")


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

    def slice(self, span: Span) -> str:
        """The text of a span, shortened to fit a message."""
        found = self.text[span.start : span.end]
        return found if len(found) <= 40 else f"{found[:39]}…"

    def problem(self, span: Span, message: str, advice: str | None = None, *related: tuple[Span, str]) -> Problem:
        """A problem at a span; `related` are other spans and what is there."""
        others = tuple(Related(Place(self.source, other), words) for other, words in related)
        return Problem(Place(self.source, span), message, "yaml-syntax", others, advice)


def explain(source: Source, text: str, error: YAMLError, parser: Parser) -> Problem:
    """The problem of a parser's error, where a person would look for it."""
    scene = Scene(source, text, parser, offset_of(error, text), context_of(error, text))
    wording = str(error)
    if isinstance(error, MarkedYAMLError):
        wording = ": ".join(filter(None, (error.context, error.problem)))
    conflict = _conflict(scene)
    if conflict is not None:
        return conflict
    for pattern, explanation in _EXPLANATIONS:
        if pattern.search(wording):
            return explanation(scene)
    return scene.problem(scene.word(scene.offset), " ".join(wording.split()))


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


def _conflict(scene: Scene) -> Problem | None:
    for offset in (scene.offset, scene.start):
        line = scene.source.line_span(scene.line(offset))
        numbers = range(max(scene.line(offset) - 1, 1), scene.line(offset) + 1)
        for number in numbers:
            line = scene.source.line_span(number)
            if _CONFLICT.match(scene.text, line.start):
                message = "a merge conflict is not resolved here"
                return scene.problem(scene.rest(line.start), message, "keep one side and remove the conflict's markers")
    return None


def _unclosed_quote(scene: Scene) -> Problem:
    quote = scene.text[scene.start]
    span = Span(scene.start, scene.start + 1)
    return scene.problem(span, "the quote that opens here is never closed", f"close it with `{quote}`")


def _escape(scene: Scene) -> Problem:
    start = scene.text.rfind("\\", scene.start, scene.offset + 1)
    match = re.compile(r"\\[xuU][0-9a-fA-F]*|\\.", re.DOTALL).match(scene.text, start)
    span = Span(start, match.end() if match else start + 1)
    written = scene.slice(span)
    return scene.problem(
        span,
        f"`{written}` is no escape sequence",
        "write the backslash twice, or use single quotes, where a backslash is just that",
    )


def _special(scene: Scene, begin: int) -> Problem:
    what = {"*": "an alias", "&": "an anchor", "!": "a tag", "%": "a directive"}.get(scene.text[begin])
    span = scene.rest(begin)
    reading = f"which makes it {what}" if what else "which YAML reserves"
    message = f"`{scene.slice(span)}` begins with `{scene.text[begin]}`, {reading}"
    return scene.problem(span, message, "put it in quotes if it is text")


def _sign(scene: Scene) -> Problem:
    problem = _special(scene, scene.start)
    sign, stop = scene.text[scene.start : scene.start + 1], scene.text[scene.offset : scene.offset + 1]
    if sign and sign in "*&" and scene.offset > scene.start + 1 and stop.strip():
        return problem._replace(message=f"{problem.message} whose name cannot hold `{stop}`")
    return problem


def _no_token(scene: Scene) -> Problem:
    if scene.text.startswith("\t", scene.offset):
        return tab_problem(scene.source, Span(scene.offset, scene.offset + 1), 1)
    return _special(scene, scene.offset)


def tab_problem(source: Source, span: Span, count: int) -> Problem:
    """The problem of `count` consecutive lines that tabs indent, the first of them at `span`."""
    subject = "this line is" if count == 1 else f"{count} lines are"
    message = f"{subject} indented with tabs"
    return Problem(Place(source, span), message, "yaml-syntax", help="indent with spaces, YAML takes no tabs there")


def _block_header(scene: Scene) -> Problem:
    sign = scene.text[scene.start]
    start = scene.text.rfind(sign, 0, scene.offset + 1)
    rest = scene.rest(max(scene.offset, start))
    message = f"`{scene.slice(rest)}` stands on the line of `{sign}`, whose text begins on the next line"
    return scene.problem(rest, message, "move it to the next line and indent it", (Span(start, start + 1), "the text"))


def _block_tab(scene: Scene) -> Problem:
    return tab_problem(scene.source, Span(scene.offset, scene.offset + 1), 1)


def _second_colon(scene: Scene) -> Problem:
    colon = Span(scene.offset, scene.offset + 1)
    before = scene.before()
    first = _KEY.match(before)
    if first is not None and first.end() < len(before):
        key = first["key"]
        value = scene.rest(scene.offset - len(before) + first.end() + 1)
        quoted = _quoted(scene.text[value.start : value.end])
        return scene.problem(colon, f"a second `: ` stands in the value of `{key}`", f"quote it: `{key}: {quoted}`")
    above = _line_above(scene, scene.offset)
    key_span = Span(scene.offset - len(before.lstrip(" -")), scene.offset)
    name = scene.slice(key_span).strip()
    if above is None:
        return scene.problem(colon, "a `:` stands where no key can be")
    text = scene.text[above.start : above.end]
    glued = _GLUED.match(text)
    owner = _KEY.match(text)
    if glued is not None and owner is None:
        return _missing_space(scene, Span(above.start + glued.start("glued"), above.end))
    if owner is not None and owner.end() < len(text):
        message = f"`{name}` is indented below `{owner['key']}`, which has a value on its own line"
    else:
        message = f"`{name}` is indented like text that goes on from the line above"
    return scene.problem(key_span, message, "check the indentation of both lines", (above, "the line above"))


def _quoted(value: str) -> str:
    """A value in quotes, shortened to fit a message."""
    shown = value if len(value) <= 60 else f"{value[:59]}…"
    return f'"{shown}"' if '"' not in shown and "\\" not in shown else "'" + shown.replace("'", "''") + "'"


def _missing_space(scene: Scene, span: Span) -> Problem:
    written = scene.text[span.start : span.end].rstrip()
    key, _, value = written.partition(":")
    message = f"`{scene.slice(Span(span.start, span.start + len(written)))}` has no space after its colon"
    return scene.problem(Span(span.start, span.start + len(written)), message, f"write `{key}: {value}`")


def _no_colon(scene: Scene) -> Problem:
    span = scene.rest(scene.start)
    text = scene.text[span.start : span.end]
    if _GLUED.match(text) and not _KEY.match(text):
        return _missing_space(scene, span)
    if re.match(r"-[^\s-]", text):
        return scene.problem(span, f"`{scene.slice(span)}` has no space after its dash", f"write `- {text[1:]}`")
    message = f"`{scene.slice(span)}` is neither `key: value` nor an item of a list"
    return scene.problem(span, message, "a colon or a dash is missing, or the line belongs to the text above")


def _item_in_line(scene: Scene) -> Problem:
    key = _KEY.match(scene.before())
    owner = f"`{key['key']}`" if key else "its key"
    message = f"an item of a list begins on the line of {owner}"
    return scene.problem(scene.rest(scene.offset), message, "begin the list on the next line")


def _question(scene: Scene) -> Problem:
    message = "`? ` begins a key where none can be"
    return scene.problem(scene.rest(scene.offset), message, "put it in quotes if it is text")


def _unexpected_in_block(scene: Scene) -> Problem:
    before = scene.before()
    rest = scene.rest(scene.offset)
    opening = opening_of(scene.text, scene.offset, scene.parser)
    if opening is not None:
        message = "the quote that opens here runs on to a later line"
        behind = (rest, f"this stands behind the quote that closes it, on line {scene.line(scene.offset)}")
        return scene.problem(Span(opening, opening + 1), message, "close it on its own line", behind)
    character = scene.text[scene.offset : scene.offset + 1]
    if character and character in "]}":
        return _closes_nothing(scene)
    begins = (Span(scene.start, scene.start + 1), "it begins here")
    if before.strip(" -"):
        message = f"`{scene.slice(rest)}` follows a value that is already complete"
        return scene.problem(rest, message, "put the whole value in one pair of quotes")
    is_map = scene.text[scene.start : scene.start + 2] not in {"- ", "-\n", "-\r", "-\t", "-"}
    at_level = scene.source.line_column(scene.offset)[1] == scene.source.line_column(scene.start)[1]
    is_item = re.match(r"-(?:\s|$)", scene.text[scene.offset : scene.offset + 2]) is not None
    if at_level and is_map and is_item:
        return scene.problem(rest, "an item of a list stands between the keys of a map", None, begins)
    if at_level and not is_map:
        return scene.problem(rest, "a key stands between the items of a list", "indent it, or put a dash first", begins)
    column = scene.source.line_column(scene.offset)[1] - 1
    message = f"the indentation of this line, {column}, is that of no line it could belong to"
    kind = "the map around it" if is_map else "the list around it"
    return scene.problem(rest, message, None, (begins[0], f"{kind} begins here"))


def _closes_nothing(scene: Scene) -> Problem:
    span = Span(scene.offset, scene.offset + 1)
    return scene.problem(span, f"`{scene.slice(span)}` closes nothing", "remove it, or open the bracket before it")


def _unclosed_bracket(scene: Scene) -> Problem:
    bracket = scene.text[scene.start : scene.start + 1]
    closing = "]" if bracket == "[" else "}"
    opening = Span(scene.start, scene.start + 1)
    if scene.offset >= len(scene.text.rstrip()):
        return scene.problem(opening, f"the `{bracket}` that opens here is never closed", f"close it with `{closing}`")
    if scene.line(scene.offset) != scene.line(scene.start):
        seen = (scene.rest(scene.offset), f"here a comma or `{closing}` is missing at the latest")
        message = f"the `{bracket}` that opens here is not closed before line {scene.line(scene.offset)} goes on"
        return scene.problem(opening, message, f"close it with `{closing}`", seen)
    rest = scene.rest(scene.offset)
    message = f"a comma or `{closing}` is missing before `{scene.slice(rest)}`"
    return scene.problem(rest, message, None, (opening, "the bracket opens here"))


def _no_content(scene: Scene) -> Problem:
    character = scene.text[scene.offset : scene.offset + 1]
    if character == ",":
        return scene.problem(Span(scene.offset, scene.offset + 1), "nothing stands before this comma", "remove it")
    if character and character in "]}":
        return _closes_nothing(scene)
    span = scene.word(min(scene.offset, max(len(scene.text) - 1, 0)))
    return scene.problem(span, "a value is missing here")


def _after_the_end(scene: Scene) -> Problem:
    character = scene.text[scene.offset : scene.offset + 1]
    if character and character in "]}":
        return _closes_nothing(scene)
    message = "the text is complete above, and this does not belong to it"
    return scene.problem(scene.rest(scene.offset), message, "check the indentation, or put a comma or a dash")


def _line_above(scene: Scene, offset: int) -> Span | None:
    for number in range(scene.line(offset) - 1, 0, -1):
        start, end = scene.source.line_span(number)
        text = scene.text[start:end]
        if text.strip():
            return Span(start + len(text) - len(text.lstrip()), start + len(text.rstrip()))
    return None


# In the words of libyaml and of ruamel.yaml, most telling first.
_EXPLANATIONS: tuple[tuple[re.Pattern[str], Callable[[Scene], Problem]], ...] = tuple(
    (re.compile(pattern), explanation)
    for pattern, explanation in (
        (r"quoted scalar: found unexpected (?:end|document)", _unclosed_quote),
        (r"escape|hexdec", _escape),
        (r"scanning (?:an? )?(?:alias|anchor|tag|directive)|tag handle|parsing a tag", _sign),
        (r"cannot start any token", _no_token),
        (r"found a tab", _block_tab),
        (r"scanning a block scalar", _block_header),
        (r"mapping values are not allowed", _second_colon),
        (r"could not find expected ':'", _no_colon),
        (r"sequence entries are not allowed", _item_in_line),
        (r"mapping keys are not allowed", _question),
        (r"parsing a block (?:mapping|collection|sequence)", _unexpected_in_block),
        (r"parsing a flow (?:sequence|mapping)", _unclosed_bracket),
        (r"node content", _no_content),
        (r"document start", _after_the_end),
    )
)
