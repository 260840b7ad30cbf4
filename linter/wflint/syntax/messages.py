"""A parser's error in our words: what is the case, where it began, and what to do."""

from __future__ import annotations

import re

from wflint.deferred import regex
from wflint.diagnostic import Edit, Fix, Problem
from wflint.source import Place, Span
from wflint.syntax.events import MarkedYAMLError, context_of, offset_of
from wflint.syntax.indentation import CHECK_BOTH, KEY, below_a_comment, below_a_value, stray_indentation, stray_item
from wflint.syntax.scene import Scene, conflict_at, opening_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from wflint.source import Source
    from wflint.syntax.events import Parser, YAMLError

_GLUED = regex(r"[ \t]*(?:- +)*(?P<glued>[\w.-]+:(?!/)\S.*?)[ \t]*$")
_BARE_WORD = regex(r"(?:- +)*(?P<word>[\w./-]+)")


def explain(source: Source, text: str, error: YAMLError, parser: Parser) -> Problem:
    """The problem of a parser's error, where a person would look for it."""
    scene = Scene(source, text, parser, offset_of(error, text), context_of(error, text))
    wording = str(error)
    if isinstance(error, MarkedYAMLError):
        wording = ": ".join(filter(None, (error.context, error.problem)))
    conflict = conflict_at(text, scene.offset)
    if conflict is not None:
        message = "a merge conflict is not resolved here"
        return scene.problem(
            scene.rest(conflict.span.start), message, "keep one side and remove the conflict's markers"
        )
    line = source.line_span(scene.line(scene.offset)).start
    if text.startswith((">>>>>>> ", "<<<<<<< "), line):
        return scene.problem(scene.rest(line), "the marker of a merge conflict is left here", "remove the line")
    for pattern, explanation in _EXPLANATIONS:
        if pattern.search(wording):
            return explanation(scene)
    return scene.problem(scene.word(scene.offset), " ".join(wording.split()))


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
    sign = scene.text[begin : begin + 1]
    what = {"*": "an alias", "&": "an anchor", "!": "a tag"}.get(sign)
    if sign == "%" and scene.source.line_column(begin)[1] == 1:
        what = "a directive"
    span = scene.rest(begin)
    text = scene.slice(span)
    if sign == "`":
        message = "this value begins with a backtick, which YAML reserves"
    elif what is None:
        message = f"`{text}` begins with `{sign}`, which YAML reserves"
    elif text == sign:
        message = f"`{sign}` alone is {what} without a name"
    else:
        message = f"`{text}` begins with `{sign}`, which makes it {what}"
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
    first = KEY.match(before)
    if first is not None and first.end() < len(before):
        key = first["key"]
        value = scene.rest(scene.offset - len(before) + first.end() + 1)
        quoted = _quoted(scene.text[value.start : value.end])
        return scene.problem(colon, f"a second `: ` stands in the value of `{key}`", f"quote it: `{key}: {quoted}`")
    above = scene.line_above()
    key_span = Span(scene.offset - len(before.lstrip(" -")), scene.offset)
    name = scene.slice(key_span).strip()
    if above is None:
        return scene.problem(colon, "a `:` stands where no key can be")
    text = scene.text[above.start : above.end]
    glued = _GLUED.match(text)
    owner = KEY.match(text)
    if glued is not None and owner is None:
        return _missing_space(scene, Span(above.start + glued.start("glued"), above.end))
    line_above = (above, "the line above")
    if owner is not None and owner.end() < len(text):
        message = f"`{name}` is indented below `{owner['key']}`, which has a value on its own line"
        return scene.problem(key_span, message, CHECK_BOTH, line_above)
    word = _BARE_WORD.fullmatch(text)
    if word is None:
        message = f"`{name}` is indented like text that goes on from the line above"
        return scene.problem(key_span, message, CHECK_BOTH, line_above)
    message = f"`{name}` is indented below `{word['word']}`, which has no colon"
    problem = scene.problem(key_span, message, f"write `{text}:`", line_above)
    return problem._replace(fix=Fix("add the colon", (Edit(Span(above.end, above.end), ":"),), safe=False))


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
    if _GLUED.match(text) and not KEY.match(text):
        return _missing_space(scene, span)
    if re.match(r"-[^\s-]", text):
        return scene.problem(span, f"`{scene.slice(span)}` has no space after its dash", f"write `- {text[1:]}`")
    message = f"`{scene.slice(span)}` is neither `key: value` nor an item of a list"
    return scene.problem(span, message, "a colon or a dash is missing, or the line belongs to the text above")


def _item_in_line(scene: Scene) -> Problem:
    key = KEY.match(scene.before())
    owner = f"`{key['key']}`" if key else "its key"
    message = f"an item of a list begins on the line of {owner}"
    return scene.problem(scene.rest(scene.offset), message, "begin the list on the next line")


def _question(scene: Scene) -> Problem:
    message = "`? ` begins a key where none can be"
    return scene.problem(scene.rest(scene.offset), message, "put it in quotes if it is text")


def _unexpected_in_block(scene: Scene) -> Problem:
    rest = scene.rest(scene.offset)
    opening = opening_of(scene.text, scene.offset, scene.parser)
    if opening is not None:
        message = "the quote that opens here runs on to a later line"
        behind = (rest, f"this stands behind the quote that closes it, on line {scene.line(scene.offset)}")
        return scene.problem(Span(opening, opening + 1), message, "close it on its own line", behind)
    if scene.at_closing_bracket():
        return _closes_nothing(scene)
    if scene.before().strip(" -"):
        return _behind_a_value(scene)
    column = scene.source.line_column(scene.offset)[1] - 1
    is_list = re.match(r"-(?:\s|$)", scene.text[scene.start : scene.start + 2]) is not None
    begins = (Span(scene.start, scene.start + 1), f"the {'list' if is_list else 'map'} begins here")
    if column == scene.source.line_column(scene.start)[1] - 1:
        if is_list:
            message = "a key stands between the items of a list"
            return scene.problem(rest, message, "indent it, or put a dash first", begins)
        if re.match(r"-(?:\s|$)", scene.text[scene.offset : scene.offset + 2]):
            return stray_item(scene, begins)
    return below_a_value(scene) or below_a_comment(scene) or stray_indentation(scene, begins)


def _behind_a_value(scene: Scene) -> Problem:
    rest = scene.rest(scene.offset)
    advice = "put the whole value in one pair of quotes"
    if scene.before().endswith("'") and scene.text[scene.offset : scene.offset + 1].isalnum():
        advice = "write a quote that is text twice: `''`"
    return scene.problem(rest, f"`{scene.slice(rest)}` follows a value that is already complete", advice)


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
    if scene.text.startswith(",", scene.offset):
        return scene.problem(Span(scene.offset, scene.offset + 1), "nothing stands before this comma", "remove it")
    if scene.at_closing_bracket():
        return _closes_nothing(scene)
    span = scene.word(min(scene.offset, max(len(scene.text) - 1, 0)))
    return scene.problem(span, "a value is missing here")


def _after_the_end(scene: Scene) -> Problem:
    if scene.at_closing_bracket():
        return _closes_nothing(scene)
    if scene.before().strip():
        return _behind_a_value(scene)
    message = "the text is complete above, and this does not belong to it"
    return scene.problem(scene.rest(scene.offset), message, "check the indentation, or put a comma or a dash")


# In the words of libyaml and of ruamel.yaml, most telling first.
_EXPLANATIONS: tuple[tuple[re.Pattern[str], Callable[[Scene], Problem]], ...] = tuple(
    (re.compile(pattern), explanation)
    for pattern, explanation in (
        (r"quoted scalar: found unexpected (?:end|document)", _unclosed_quote),
        (r"(?:scanning|parsing) (?:an? )?(?:alias|anchor|tag|directive|%TAG)|tag handle", _sign),
        (r"quoted scalar: .*(?:escape|hexdec)", _escape),
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
