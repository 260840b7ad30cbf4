"""Lines at a level where they cannot stand: what they probably belong to."""

from __future__ import annotations

from wflint.deferred import regex
from wflint.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.diagnostic import Problem
    from wflint.syntax.scene import Scene

KEY = regex(r"[ \t]*(?:- +)*(?P<key>[^\s#'\"\[\]{},][^#'\"\[\]{},]*?):(?= |$)")
"""A line that begins with a key, after dashes if there are any."""

CHECK_BOTH = "check the indentation of both lines"

_MOST_LEVELS = 3


def below_a_value(scene: Scene) -> Problem | None:
    """A key that is indented below another, which has a value on its own line."""
    above = scene.line_above()
    key = scene.rest(scene.offset)
    found = KEY.match(scene.text, key.start, key.end)
    owner = KEY.match(scene.text, above.start, above.end) if above is not None else None
    if above is None or owner is None or found is None or owner.end() >= above.end:
        return None
    indented = scene.source.line_column(scene.offset)[1] > scene.source.line_column(owner.start("key"))[1]
    value = scene.text[owner.end() : above.end].strip()
    if not indented or value.startswith(("#", "&", "|", ">")):
        return None
    message = f"`{found['key']}` is indented below `{owner['key']}`, which has a value on its own line"
    return scene.problem(Span(*found.span("key")), message, CHECK_BOTH, (above, "the line above"))


def below_a_comment(scene: Scene) -> Problem | None:
    """A line of a script behind a comment that is indented less, and so ended the script."""
    column = _column(scene)
    comment = None
    for indentation, span, text in _lines_above(scene):
        if not text.startswith("#"):
            if comment is None or indentation < column:
                return None
            message = "this line does not belong to the text above, which ended at a comment that is indented less"
            rest = scene.rest(scene.offset)
            return scene.problem(rest, message, "indent the comment like the text", (comment, "the comment"))
        if indentation < column:
            comment = span
    return None


def stray_item(scene: Scene, begins: tuple[Span, str]) -> Problem:
    """An item of a list where the keys of a map stand."""
    advice = "indent it below the key it belongs to"
    for indentation, _, text in _lines_above(scene):
        if text.startswith("- "):
            advice = f"the dashes of the list above are indented by {indentation}"
            break
        if indentation < _column(scene):
            break
    message = "an item of a list stands between the keys of a map"
    return scene.problem(scene.rest(scene.offset), message, advice, begins)


def stray_indentation(scene: Scene, begins: tuple[Span, str]) -> Problem:
    """A line whose indentation is that of no line it could belong to."""
    levels: list[int] = []
    for indentation, _, text in _lines_above(scene):
        if not text.startswith("#") and (not levels or indentation < levels[-1]):
            levels.append(indentation)
            if indentation == 0 or len(levels) == _MOST_LEVELS:
                break
    listed = " or ".join(map(str, levels))
    advice = f"lines above it are indented by {listed}" if levels else None
    message = f"the indentation of this line, {_column(scene)}, is that of no line it could belong to"
    return scene.problem(scene.rest(scene.offset), message, advice, begins)


def _column(scene: Scene) -> int:
    return scene.source.line_column(scene.offset)[1] - 1


def _lines_above(scene: Scene) -> Iterator[tuple[int, Span, str]]:
    """The lines above the error that are not blank, the nearest first: indentation, span and text without blanks."""
    for number in range(scene.line(scene.offset) - 1, 0, -1):
        start, end = scene.source.line_span(number)
        line = scene.text[start:end]
        text = line.strip()
        if text:
            indentation = len(line) - len(line.lstrip(" "))
            yield indentation, Span(start + indentation, start + indentation + len(text)), text
