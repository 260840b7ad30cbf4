"""Names that branches and tags can have.

Source: https://git-scm.com/docs/git-check-ref-format
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from wflint.regexes.derivatives import find_word, has_word
from wflint.regexes.language import language_of
from wflint.regexes.terms import NOTHING, Term, intersection

if TYPE_CHECKING:
    from wflint.regexes.derivatives import Search

_NAME = (
    r"(?!@$)(?![-./])(?!.*(?:\.\.|//|/\.|@\{|\.lock(?:/|$)))"
    r"[^\x00-\x20\x7f~^:?*\[\\]+(?<![./])"
)


@cache
def ref_names() -> Term:
    """The language of names that git allows for branches and tags."""
    return language_of(_NAME) or NOTHING


def is_ref_name(text: str) -> bool:
    """Whether a branch or tag can have a name."""
    return has_word(ref_names(), text)


def find_name(names: Term) -> Search:
    """The shortest name in a language that a branch or tag can have."""
    return find_word(intersection((names, ref_names())))
