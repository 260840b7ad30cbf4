"""Patterns of branch and tag filters: a name, or a regular expression between slashes for whole names.

Source: https://circleci.com/docs/reference/configuration-reference/#jobfilters
"""

from __future__ import annotations

from wflint.regexes.derivatives import is_subset
from wflint.regexes.language import language_of
from wflint.regexes.matching import matches
from wflint.regexes.terms import EMPTY, concatenation, word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint.regexes.terms import Term


def regex_in(pattern: str) -> str | None:
    """The regular expression between the slashes of a pattern, or None for a plain name."""
    return pattern[1:-1] if len(pattern) > 1 and pattern[0] == pattern[-1] == "/" else None


def admits(pattern: str, name: str) -> bool | None:
    """Whether a pattern stands for a branch or tag; None if the pattern is not understood."""
    regex = regex_in(pattern)
    return pattern == name if regex is None else matches(regex, name)


def any_admits(patterns: Iterable[str | None], name: str) -> bool | None:
    """Whether one of the patterns stands for a name; None if that depends on one that is unknown (None)."""
    answers = {None if pattern is None else admits(pattern, name) for pattern in patterns}
    return True if True in answers else None if None in answers else False


def is_open_pattern(regex: str) -> bool | None:
    """Whether a regular expression matches every line in which it is found; None if it is not understood."""
    language = language_of(regex)
    line = language_of(".*") or EMPTY
    return None if language is None else is_subset(concatenation((line, language, line)), language)


def names_of(pattern: str) -> Term | None:
    """The language of the names a pattern stands for; None if it is not understood."""
    regex = regex_in(pattern)
    return word(pattern) if regex is None else language_of(regex)
