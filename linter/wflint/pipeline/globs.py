"""Patterns of `persist_to_workspace` paths: Go's `filepath.Match`, one path segment at a time.

`*` and `?` never match a slash, `**` is no more than `*`, braces are letters. A matched directory is taken whole.
Source: https://circleci.com/docs/reference/configuration-reference/#persisttoworkspace, https://pkg.go.dev/path/filepath#Match
"""

from __future__ import annotations

from wflint.records import NamedTuple

_LAST = 0x10FFFF


class Star(NamedTuple):
    """Any run of characters of one segment, the empty one included."""


class Characters(NamedTuple):
    """One character out of some: sorted, disjoint ranges of code points, both ends included."""

    ranges: tuple[tuple[int, int], ...]


Token = Star | Characters

ANY = Characters(((0, ord("/") - 1), (ord("/") + 1, _LAST)))
STAR = Star()


def is_glob(path: str) -> bool:
    """Whether Go looks for matches instead of taking the path as it is."""
    return any(char in path for char in "*?[\\")


def parse_segment(text: str) -> tuple[Token, ...] | None:
    """The tokens of one segment, or None for a bad pattern, which matches nothing."""
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        char = text[position]
        if char == "*":
            if not tokens or tokens[-1] != STAR:
                tokens.append(STAR)
            position += 1
        elif char == "?":
            tokens.append(ANY)
            position += 1
        elif char == "[":
            parsed = _parse_class(text, position + 1)
            if parsed is None:
                return None
            token, position = parsed
            tokens.append(token)
        else:
            if char == "\\":
                position += 1
                if position == len(text):
                    return None
            tokens.append(Characters(((ord(text[position]), ord(text[position])),)))
            position += 1
    return tuple(tokens)


def matches(pattern: str, path: str) -> bool:
    """Whether the whole path matches, segment by segment; a bad pattern matches nothing."""
    patterns, segments = pattern.split("/"), path.split("/")
    return len(patterns) == len(segments) and _all_match(patterns, segments)


def covers(pattern: str, path: str) -> bool:
    """Whether the path, or a directory above it, matches. The empty pattern is the directory all paths start in."""
    if not pattern:
        return True
    patterns, segments = pattern.split("/"), path.split("/")
    return len(patterns) <= len(segments) and _all_match(patterns, segments)


def overlap(one: str, other: str) -> bool:
    """Whether some file may be taken by both patterns: both match it, or one matches a directory above it."""
    if not one or not other:
        return True
    return all(_segments_overlap(left, right) for left, right in zip(one.split("/"), other.split("/"), strict=False))


def _all_match(patterns: list[str], segments: list[str]) -> bool:
    return all(_segment_matches(pattern, segment) for pattern, segment in zip(patterns, segments, strict=False))


def _segment_matches(pattern: str, segment: str) -> bool:
    if not is_glob(pattern):
        return pattern == segment
    tokens = parse_segment(pattern)
    return tokens is not None and _common(tokens, tuple(Characters(((ord(char), ord(char)),)) for char in segment))


def _segments_overlap(one: str, other: str) -> bool:
    if not is_glob(one) and not is_glob(other):
        return one == other
    left, right = parse_segment(one), parse_segment(other)
    return left is not None and right is not None and _common(left, right)


def _common(left: tuple[Token, ...], right: tuple[Token, ...]) -> bool:
    """Whether some text matches both: reachability of (end, end) over pairs of positions, row by row."""
    row = _skip_stars({0}, right)
    for token in left:
        row = _advance_star(row, right) if isinstance(token, Star) else _advance(row, token, right)
        if not row:
            return False
    return len(right) in row


def _advance_star(row: set[int], right: tuple[Token, ...]) -> set[int]:
    """A star on the left takes anything: every position from the first on can be reached."""
    return set(range(min(row), len(right) + 1))


def _advance(row: set[int], token: Characters, right: tuple[Token, ...]) -> set[int]:
    following: set[int] = set()
    for position in row:
        if position < len(right):
            other = right[position]
            if isinstance(other, Star):
                following.add(position)
            elif _meet(token, other):
                following.add(position + 1)
    return _skip_stars(following, right)


def _skip_stars(row: set[int], right: tuple[Token, ...]) -> set[int]:
    """A star on the right may also take nothing."""
    reached = set(row)
    for position in row:
        following = position
        while following < len(right) and isinstance(right[following], Star):
            following += 1
            reached.add(following)
    return reached


def _meet(one: Characters, other: Characters) -> bool:
    return any(low <= last and first <= high for low, high in one.ranges for first, last in other.ranges)


def _parse_class(text: str, position: int) -> tuple[Characters, int] | None:
    """The class whose text begins after the bracket, and the position behind it; None for a bad one."""
    negated = text[position : position + 1] == "^"
    position += negated
    ranges: list[tuple[int, int]] = []
    while True:
        if ranges and text[position : position + 1] == "]":
            return Characters(_complement(ranges) if negated else _merged(ranges)), position + 1
        low = _class_character(text, position)
        if low is None:
            return None
        first, position = low
        last = first
        if text[position] == "-":
            high = _class_character(text, position + 1)
            if high is None:
                return None
            last, position = high
        ranges.append((first, last))


def _class_character(text: str, position: int) -> tuple[int, int] | None:
    """One code point of a class and the position behind it, which is inside the text; None where Go sees an error."""
    if position >= len(text) or text[position] in "-]":
        return None
    if text[position] == "\\":
        position += 1
    if position + 1 >= len(text):
        return None
    return ord(text[position]), position + 1


def _merged(ranges: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The ranges in order, joined where they touch, without those that run backwards, which match nothing."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(entry for entry in ranges if entry[0] <= entry[1]):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return tuple(merged)


def _complement(ranges: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    found = []
    start = 0
    for first, last in _merged(ranges):
        if start < first:
            found.append((start, first - 1))
        start = last + 1
    if start <= _LAST:
        found.append((start, _LAST))
    return tuple(found)
