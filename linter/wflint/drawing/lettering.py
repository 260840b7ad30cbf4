"""Text as it can be drawn: visible characters only, no wider than its box."""

from __future__ import annotations

import re
import unicodedata

# What XML 1.0 cannot carry, other controls, and the marks that turn the direction of the text around them.
_UNDRAWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]")
_ASCII = re.compile(r"[ -~]*\Z")


def visible(text: str) -> str:
    """The text on one line, every character that cannot be drawn replaced by a visible one.

    Control characters become their pictures (`␊` for a line feed), all others `�`.
    """
    return _UNDRAWABLE.sub(_picture, text)


def shortened(text: str, columns: int) -> str:
    """The visible text, cut in the middle to at most that many columns: both ends tell similar names apart."""
    text = visible(text)
    if width(text) <= columns:
        return text
    head, tail = "", ""
    for first, last in zip(text, reversed(text), strict=True):
        if width(head) + width(tail) + width(first) >= columns:
            break
        head += first
        if width(head) + width(tail) + width(last) >= columns:
            break
        tail = last + tail
    return f"{head}…{tail}"


def width(text: str) -> int:
    """The number of terminal columns of a text: two for a wide character, none for a combining one."""
    if _ASCII.match(text):
        return len(text)
    return sum(_columns(char) for char in text)


def _picture(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"


def _columns(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
