"""Java patterns on known texts: whether the whole text matches."""

from __future__ import annotations

import re
from functools import lru_cache

_JAVA = (
    (re.compile(r"\(\?<(?![=!])"), "(?P<"),
    (re.compile(r"\\k<(\w+)>"), r"(?P=\1)"),
    (re.compile(r"\\p\{Alpha\}"), "[A-Za-z]"),
    (re.compile(r"\\p\{Alnum\}"), "[A-Za-z0-9]"),
    (re.compile(r"\\p\{(?:Digit|Nd)\}"), "[0-9]"),
    (re.compile(r"\\p\{(?:Lower|Ll)\}"), "[a-z]"),
    (re.compile(r"\\p\{(?:Upper|Lu)\}"), "[A-Z]"),
    (re.compile(r"\\h"), r"[ \t\u00a0]"),
    (re.compile(r"\\[zZ]"), r"\\Z"),
)


def full_match(pattern: str, text: str) -> bool | None:
    """Whether a pattern matches a text from end to end; None for a pattern that cannot be judged here."""
    compiled = _compiled(pattern)
    return None if compiled is None else compiled.fullmatch(text) is not None


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str] | None:
    for java, python in _JAVA:
        pattern = java.sub(python, pattern)
    try:
        return re.compile(pattern, re.ASCII)
    except (re.error, OverflowError, RecursionError):
        return None
