from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wflint.regexes.matching import matches

# Held against java.util.regex of Java 17.
JAVA = [
    ("/", ["/"], ["", "//"]),
    ("", [""], ["a"]),
    ("rel", ["rel"], ["release", "a-rel"]),
    ("^v[0-9]+$", ["v1", "v12"], ["v", "v1x"]),
    ("release\\/.*", ["release/1", "release/"], ["release", "x/release/1"]),
    ("release/.*", ["release/1"], ["release"]),
    ("main|dev", ["main", "dev"], ["maindev", "main|dev"]),
    ("(?i)MAIN", ["main", "Main"], ["maine"]),
    ("(?i:ma)in", ["MAin"], ["MAIN"]),
    ("a(?i)b|c", ["aB", "C"], ["AB"]),
    ("(?i)[^a]", ["b", "B"], ["a", "A"]),
    ("(?i)[j-m]", ["K", "l"], ["A"]),
    (".", ["a", "\u00e9", "\t"], ["", "ab", "\n", "\u2028"]),
    ("(?s).", ["\n"], [""]),
    ("a$", ["a"], ["a\n"]),
    ("a$\\n", ["a\n"], ["a"]),
    ("a\\z\\n", [], ["a\n", "a"]),
    ("\\d\\w\\s", ["1_\t"], ["\u06611 ", "1\u00e9 "]),
    ("\\D\\W\\S", ["a-b"], ["1-b"]),
    ("\\h", [" ", "\u00a0"], ["\n"]),
    ("[a-c&&[^b]]+", ["ac"], ["b"]),
    ("[^a-c&&b-z]", ["a", "d"], ["b", "c"]),
    ("[a[x-z]]", ["a", "y"], ["b"]),
    ("[]-]", ["]", "-"], ["["]),
    ("[\\d-x]", ["5", "-", "x"], ["y"]),
    ("\\p{Alpha}\\p{Punct}", ["a-"], ["\u00e9-"]),
    ("\\p{L}+", ["\u00e9a"], ["1"]),
    ("\\P{Lu}", ["a"], ["A"]),
    ("\\Qa.b\\E*", ["a.", "a.bb"], ["acb"]),
    ("\\x41\\u0042\\x{43}", ["ABC"], ["abc"]),
    ("a{2}b{1,}c{0,1}", ["aab", "aabbc"], ["ab", "aacc"]),
    ("a*+a", [], ["a", "aa"]),
    ("a*+b", ["aab"], ["aa"]),
    ("a{1,2}+a", ["aaa"], ["aa"]),
    ("(?>a|ab)c", ["ac"], ["abc"]),
    ("(?>a*)ab", [], ["aab"]),
    ("(?!main$).*", ["main2", "dev", ""], ["main"]),
    ("(?=.*x)[a-z]+", ["axb"], ["ab"]),
    ("((?!wip).)*", ["feature", ""], ["a-wip-b"]),
    ("(?:(?!-rc)[a-z-]){2,3}", ["ab", "-r-"], ["a", "a-rc"]),
    (".*(?<!-rc)", ["v1", ""], ["v1-rc"]),
    (".*(?<=[0-9])", ["v1"], ["v"]),
    (".*(?:^|/)fix", ["fix", "a/fix"], ["prefix"]),
    ("x*^a", ["a"], ["xa"]),
    ("(a|b)\\1", ["aa"], ["ab"]),
    ("(?<n>a|b)\\k<n>", ["bb"], ["ba"]),
    ("(?!wip)^.*(?<!-rc)$", ["v1"], ["wip-1", "v1-rc"]),
    (".*\\bfix\\b.*", ["a-fix-b", "fix"], ["prefix"]),
    ("\\B", [""], ["a"]),
    ("(?x) a b # c", ["ab"], ["a b"]),
]


@pytest.mark.parametrize(("pattern", "accepted", "rejected"), JAVA)
def test_names_match_as_in_java(pattern: str, accepted: list[str], rejected: list[str]) -> None:
    answers = [matches(pattern, name) for name in (*accepted, *rejected)]

    assert answers == [True] * len(accepted) + [False] * len(rejected)


@pytest.mark.parametrize("pattern", ["(", "(?P<n>a)", "[[:alpha:]]", "a{2}{3}"])
def test_a_pattern_that_is_broken_or_depends_on_the_dialect_is_not_judged(pattern: str) -> None:
    assert matches(pattern, "a") is None


def test_word_boundaries_are_not_judged_in_names_outside_ascii() -> None:
    # Java's `\b` has changed its mind about such letters between versions.
    assert matches("\\bmain\\b", "main") is True
    assert matches("\\bmain\\b.*", "main\u00e9") is None


def test_a_greedy_pattern_does_not_blow_up() -> None:
    assert matches("(a+)+b", "a" * 2000) is False
    assert matches("(a|aa)*c", "a" * 2000) is False


PARTS = [
    "a",
    "b",
    "-",
    ".",
    "[ab]",
    "[^a]",
    "\\w",
    "a*",
    "b+",
    "(a|b)?",
    "(ab|)",
    "b{1,2}",
    "(?!ab)",
    "(?=.b)",
    "^",
    "\\Z",
    "|",
]


@given(st.lists(st.sampled_from(PARTS), max_size=6), st.text(alphabet="ab-", max_size=5))
@settings(deadline=None)
def test_our_answer_is_that_of_python(parts: list[str], name: str) -> None:
    pattern = "".join(parts)

    assert matches(pattern, name) is (re.fullmatch(pattern, name) is not None)
