from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

import pytest
import re2  # type: ignore[import-untyped] # it has no types
from hypothesis import given, settings
from hypothesis import strategies as st

from wflint.regexes.parser import parse_regex
from wflint.regexes.tree import Chain, Tree, children

if TYPE_CHECKING:
    from collections.abc import Callable

BROKEN = [
    ("(", "`(` is not closed", "("),
    ("a(b|c", "`(` is not closed", "("),
    ("(?:a", "`(` is not closed", "("),
    ("(?", "`(` is not closed", "("),
    ("(?i", "`(` is not closed", "("),
    ("a)b", "`)` closes nothing", ")"),
    ("[a-z", "`[` is not closed", "["),
    ("[]", "`[` is not closed", "["),
    ("v[\\]", "`[` is not closed", "["),
    ("*.x", "`*` has nothing to repeat", "*"),
    ("a|+", "`+` has nothing to repeat", "+"),
    ("(*a)", "`*` has nothing to repeat", "*"),
    ("a**", "`*` has nothing to repeat", "*"),
    ("a+*", "`*` has nothing to repeat", "*"),
    ("a*??", "`?` has nothing to repeat", "?"),
    ("[z-a]", "the range `z-a` is empty", "z-a"),
    ("a{3,2}", "`{3,2}` counts down", "{3,2}"),
    ("v1\\", "the pattern ends with a lone `\\`", "\\"),
    ("\\q", "`\\q` is no escape", "\\q"),
    ("(?z)a", "`z` is no flag", "(?z)"),
    ("\\p{L", "`\\p{` is not closed", "\\p{L"),
]

FOREIGN = [
    ("(?P<n>a)", "`(?P<`"),
    ("a{2}{3}", "a quantifier behind a quantifier"),
    ("a{,3}", "a `{` that counts nothing"),
    ("{{x}}", "a `{` that repeats nothing"),
    ("[[:alpha:]]", "a POSIX class"),
    ("[a[b]", "a `[` inside a class"),
    ("[a-\\d]", "a range that ends with a class"),
    ("[a&&]", "`&&` without an operand"),
    ("\\R", "`\\R`"),
    ("\\p{IsLatin}", "`\\p{IsLatin}`"),
    ("(?#note)", "`(?#`"),
    ("(?m)^a", "`^` under `(?m)`"),
    ("(?U)\\w", "a predefined class under `(?U)`"),
    ("(?iu)\u00e9", "letters outside ASCII under `(?iu)`"),
    ("\\2(a)", "`\\2` before its group"),
    ("(?<=a*)b", "a look behind without a longest length"),
    ("(?a)", "`(?a)`"),
    ("a(?i)*", "a quantifier behind nothing"),
    ("a{2000}", "more than 1000 repetitions"),
    ("(" * 200 + ")" * 200, "nesting deeper than 100"),
    ("a" * 5000, "more than 4000 characters"),
]


@pytest.mark.parametrize(("pattern", "message", "place"), BROKEN)
def test_what_every_dialect_rejects_is_an_error_at_its_place(pattern: str, message: str, place: str) -> None:
    error = parse_regex(pattern).error

    assert error is not None
    assert (error.message, pattern[error.start : error.end]) == (message, place)


@pytest.mark.parametrize("pattern", [case[0] for case in BROKEN])
def test_other_engines_reject_what_is_an_error(pattern: str) -> None:
    assert not _accepts(re.compile, re.error, pattern)
    assert not _accepts(_compile_re2, re2.error, pattern)


@pytest.mark.parametrize(("pattern", "name"), FOREIGN)
def test_what_depends_on_the_dialect_is_named_and_no_error(pattern: str, name: str) -> None:
    regex = parse_regex(pattern)

    assert regex.construct is not None
    assert (regex.construct.name, regex.error, regex.tree) == (name, None, None)


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "|",
        "()",
        "a]b}",
        "[]a]",
        "[^]a]",
        "[a-]",
        "[-a]",
        "[\\d-x]",
        "(?<name>a)\\k<name>",
        "\\Qa.b*\\E+",
        "a*+b?+c++",
        "a*?b??",
        "(?i-s:a)",
        "(?x) a b # note",
        "\\x41\\u0041\\x{1F600}",
        "(a)(b)\\2",
        "(?>a*)",
        "(?<!ab)c",
        "\\p{L}\\p{Lower}\\pN\\P{Lu}",
        "[a-z&&[^aeiou]]",
        "\\/\\-\\_\\ ",
    ],
)
def test_java_syntax_is_understood(pattern: str) -> None:
    assert parse_regex(pattern).tree is not None


def test_every_part_has_its_place() -> None:
    pattern = "^v\\d{1,3}(-rc|)$"
    tree = parse_regex(pattern).tree

    assert isinstance(tree, Chain)
    assert [pattern[item.start : item.end] for item in tree.items] == ["^", "v", "\\d{1,3}", "(-rc|)", "$"]


@given(st.text(alphabet="ab()[]{}|*+?^$.\\-,:=!<>idPQE&1 #\n", max_size=12))
@settings(deadline=None)
def test_any_text_is_parsed_and_every_place_lies_inside(pattern: str) -> None:
    regex = parse_regex(pattern)
    found = [item for item in (regex.error, regex.construct) if item is not None]
    found_spans = [(item.start, item.end) for item in found] + [(part.start, part.end) for part in _parts(regex.tree)]

    assert (regex.tree is None) == (len(found) == 1)
    assert all(0 <= start <= end <= len(pattern) for start, end in found_spans)


@given(st.text(alphabet="ab()[]|*+?^$.\\-", max_size=10))
@settings(deadline=None)
def test_an_error_is_one_for_python_and_re2_too(pattern: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        accepted = _accepts(re.compile, re.error, pattern) or _accepts(_compile_re2, re2.error, pattern)

    assert parse_regex(pattern).error is None or not accepted


def _accepts(compile_pattern: Callable[[str], object], error: type[Exception], pattern: str) -> bool:
    try:
        compile_pattern(pattern)
    except error:
        return False
    return True


def _compile_re2(pattern: str) -> object:
    options = re2.Options()
    options.log_errors = False
    return re2.compile(pattern, options)


def _parts(tree: Tree | None) -> list[Tree]:
    return [] if tree is None else [tree, *(part for child in children(tree) for part in _parts(child))]
