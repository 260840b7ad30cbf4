"""Characters that YAML forbids: each a problem, replaced one for one, so that the rest can be read."""

from __future__ import annotations

from wflint.deferred import regex
from wflint.diagnostic import Problem
from wflint.source import Place, Span
from wflint.syntax.limits import PROBLEM_LIMIT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.source import Source

# The printable characters of YAML 1.1 are those of SnakeYAML's and libyaml's readers; both refuse all others.
_FORBIDDEN = regex("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]+")
_REPLACEMENT = "\ufffd"
_FEW = 8
_SHARE_OF_BINARY = 10


def has_forbidden(text: str) -> bool:
    """Whether a text holds a character that YAML forbids."""
    return _FORBIDDEN.search(text) is not None


def is_binary(text: str) -> bool:
    """Whether a text is no text at all: many of its characters are forbidden."""
    count = sum(len(run) for run in _FORBIDDEN.findall(text))
    return count >= _FEW and count * _SHARE_OF_BINARY >= len(text)


def replace_forbidden(source: Source, text: str) -> tuple[str, list[Problem]]:
    """The text with each forbidden character replaced by U+FFFD, and a problem for each line that has some."""
    problems: list[Problem] = []
    places: list[Span] = []
    for match in _FORBIDDEN.finditer(text):
        span = Span(match.start(), match.end())
        line = source.line_column(span.start)[0]
        if places and source.line_column(places[0].start)[0] != line:
            problems.append(_problem(source, places))
            places = []
        places.append(span)
        if len(problems) >= PROBLEM_LIMIT:
            break
    if places and len(problems) < PROBLEM_LIMIT:
        problems.append(_problem(source, places))
    clean = _FORBIDDEN.sub(lambda match: _REPLACEMENT * len(match[0]), text)
    return clean, problems


def _problem(source: Source, spans: list[Span]) -> Problem:
    count = sum(span.end - span.start for span in spans)
    place = Place(source, spans[0])
    name = _name(source.text[spans[0].start])
    if count == 1:
        return Problem(place, f"{name} cannot stand in YAML", "yaml-syntax", help="remove it, or escape it in quotes")
    message = f"{name} and {count - 1} more characters of this line cannot stand in YAML"
    return Problem(place, message, "yaml-syntax", help="remove them, or escape them in quotes")


def _name(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        return f"byte `{code - 0xDC00:02X}`, which is not UTF-8,"
    kind = "lone surrogate" if 0xD800 <= code <= 0xDFFF else "control character" if code < 0xA0 else "character"
    return f"{kind} `U+{code:04X}`"
