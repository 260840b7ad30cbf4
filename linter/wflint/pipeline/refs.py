"""Names that branches and tags can have.

Source: https://git-scm.com/docs/git-check-ref-format. Separators of lines and control characters outside ASCII, which
git allows, are left out: nobody types them, and Java's dot does not match all of them.
"""

from __future__ import annotations

from functools import cache, lru_cache

from wflint.pipeline.git_names import is_ref_name
from wflint.regexes.derivatives import Search, find_word
from wflint.regexes.language import language_of
from wflint.regexes.partition import partition
from wflint.regexes.terms import NOTHING, Term, difference, intersection

_LETTER = r"[^\x00-\x20\x7f-\x9f\x{2028}\x{2029}~^:?*\[\\./]"
_SHAPE = rf"(?!-){_LETTER}(?:{_LETTER}|[./]{_LETTER})*"
_RESERVED = r"@|.*@\{.*|.*\.lock(?:/.*)?"


@cache
def ref_names() -> Term:
    """The language of names that git allows for branches and tags."""
    return difference(ref_shapes(), language_of(_RESERVED) or NOTHING)


@cache
def ref_shapes() -> Term:
    """A larger and simpler language than `ref_names`: reserved words and endings are still in it."""
    return language_of(_SHAPE) or NOTHING


@lru_cache(maxsize=1024)
def find_name(names: Term) -> Search:
    """The shortest name in a language that a branch or tag can have."""
    found = partition(ref_shapes(), (names,))
    word = next((each.word for each in found.classes if each.signature), None)
    if word is None:
        return Search(None, is_decided=found.is_complete)
    return Search(word, is_decided=True) if is_ref_name(word) else find_word(intersection((names, ref_names())))
