"""Whether git allows a name for a branch or tag, without the machinery that reasons about all names at once.

Source: https://git-scm.com/docs/git-check-ref-format; what is left out of it is said in `refs.py`.
"""

from __future__ import annotations

import re

_FORBIDDEN = frozenset("\x7f ~^:?*[\\\u2028\u2029").union(map(chr, (*range(0x20), *range(0x80, 0xA0))))
_SAMPLES = (
    (r"\(\?[:!=][^()]*\)|[\^$]", ""),
    (r"\[[^\]]*\][*+]?|\\[dw][*+]?|\.[*+]", "1"),
    (r"\\(?=[./-])|[()?+]|\{[0-9,]*\}|\|.*", ""),
)


def is_ref_name(text: str) -> bool:
    """Whether a branch or tag can have a name."""
    if text == "@" or text.startswith("-") or "@{" in text or ".." in text or not _FORBIDDEN.isdisjoint(text):
        return False
    return all(part and part[0] != "." and part[-1] != "." and part[-5:] != ".lock" for part in text.split("/"))


def has_plain_name(regex: str) -> bool:
    """Whether it is plain to see that some branch or tag has a name that a regular expression matches.

    A name is made up from the pattern's text and tried out. False says nothing.
    """
    sample = regex
    for pattern, replacement in _SAMPLES:
        sample = re.sub(pattern, replacement, sample)
    compiled = compiled_or_none(regex)
    return compiled is not None and is_ref_name(sample) and compiled.fullmatch(sample) is not None


def compiled_or_none(regex: str) -> re.Pattern[str] | None:
    """A pattern as Python reads it; None if Python rejects it."""
    import warnings

    with warnings.catch_warnings():
        # What may mean something else in a later version of Python is no concern of ours.
        warnings.simplefilter("ignore")
        try:
            return re.compile(regex, re.ASCII)
        except (re.error, OverflowError, RecursionError):
            return None
