"""Patterns of `circleci tests glob`: `**` matches any depth, `{a,b}` either.

Source: https://circleci.com/docs/guides/optimize/use-the-circleci-cli-to-split-tests/#glob-test-files
"""

from __future__ import annotations

import posixpath
import re
from typing import NamedTuple

MOST_ALTERNATIVES = 1000
"""A pattern with more combinations of braces is taken as it is."""


class Search(NamedTuple):
    """Where files are looked for: below `base`, at most `depth` levels down (None: any), those that match.

    `expression` matches the path relative to the directory the pattern counts from, or the absolute path.
    """

    base: str
    depth: int | None
    expression: re.Pattern[str]


def searches(pattern: str) -> tuple[Search, ...]:
    """The searches for a pattern, one for each combination of its braces."""
    return tuple(_search(posixpath.normpath(each)) for each in _alternatives(pattern))


def _search(pattern: str) -> Search:
    segments = pattern.split("/")
    literal = 0
    while literal < len(segments) - 1 and not any(char in segments[literal] for char in "*?[\\"):
        literal += 1
    base = "/".join(segments[:literal]) or ("/" if pattern.startswith("/") else ".")
    rest = segments[literal:]
    depth = None if "**" in rest else len(rest)
    return Search(base, depth, re.compile(_expression(segments), re.DOTALL))


def _expression(segments: list[str]) -> str:
    parts = []
    for position, segment in enumerate(segments):
        is_last = position == len(segments) - 1
        if segment == "**":
            parts.append(".*" if is_last else "(?:[^/]+/)*")
        else:
            parts.append(_segment(segment) + ("" if is_last else "/"))
    return "".join(parts)


def _segment(segment: str) -> str:
    """One segment as a regular expression; a bracket that is not closed is a letter."""
    found = []
    position = 0
    while position < len(segment):
        char = segment[position]
        position += 1
        if char == "*":
            found.append("[^/]*")
        elif char == "?":
            found.append("[^/]")
        elif char == "[" and (end := segment.find("]", position + 1)) > 0:
            content = segment[position:end]
            negation = "^" if content[0] in "^!" else ""
            ranges = content[len(negation) :].replace("\\", "\\\\").replace("[", "\\[").replace("^", "\\^")
            found.append(f"[{negation}{ranges}]")
            position = end + 1
        elif char == "\\" and position < len(segment):
            found.append(re.escape(segment[position]))
            position += 1
        else:
            found.append(re.escape(char))
    return "".join(found)


def _alternatives(pattern: str) -> list[str]:
    """What braces stand for; braces without a comma are letters."""
    waiting, found = [pattern], []
    while waiting:
        text = waiting.pop()
        brace = _brace(text)
        if brace is None:
            found.append(text)
        else:
            begin, end, options = brace
            waiting += [f"{text[:begin]}{option}{text[end + 1 :]}" for option in reversed(options)]
        if len(waiting) + len(found) > MOST_ALTERNATIVES:
            return [pattern]
    return found


def _brace(text: str) -> tuple[int, int, list[str]] | None:
    """The first braces with a comma: where they begin and end, and what they hold."""
    begin = text.find("{")
    while begin >= 0:
        depth, last = 0, begin + 1
        options: list[str] = []
        for position in range(begin, len(text)):
            char = text[position]
            depth += (char == "{") - (char == "}")
            if (char == "," and depth == 1) or (char == "}" and depth == 0):
                options.append(text[last:position])
                last = position + 1
            if depth == 0:
                break
        if depth == 0 and len(options) > 1:
            return begin, last - 1, options
        begin = text.find("{", begin + 1)
    return None
