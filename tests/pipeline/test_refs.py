from __future__ import annotations

import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wflint.pipeline.git_names import has_plain_name, is_ref_name
from wflint.pipeline.patterns import admits, any_admits, names_of
from wflint.pipeline.refs import find_name, ref_names, ref_shapes
from wflint.regexes.derivatives import has_word

NAMES = ["main", "feature/x", "v1.0.0", "a@b", "a{b", "\u00e9t\u00e9", "x.locked", "a-"]
NO_NAMES = [
    "", "@", "-x", ".x", "/x", "x/", "x.", "a..b", "a//b", "a/.b", "x.lock", "x.lock/y", "a b", "a~b", "a^", "a:b",
    "a?", "rel-*", "[x]", "a\\b", "a@{b", "a\x7f", "a\n",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_git_allows_these_names(name: str) -> None:
    assert is_ref_name(name)


@pytest.mark.parametrize("name", NO_NAMES)
def test_git_forbids_these_names(name: str) -> None:
    assert not is_ref_name(name)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not there")
@pytest.mark.parametrize("name", [*NAMES, *(name for name in NO_NAMES if name not in {"@", "-x"})])
def test_git_says_the_same(name: str) -> None:
    answer = subprocess.run(["git", "check-ref-format", f"refs/heads/{name}"], capture_output=True, check=False)

    assert is_ref_name(name) is (answer.returncode == 0)


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("main", "main"),
        ("/.*/", "x"),
        ("/release\\/.*/", "release/x"),
        ("/release\\//", None),
        ("/[0-9]+\\.[0-9]+/", "1.1"),
        ("rel-*", None),
        ("/.*-wip|/", "x-wip"),
    ],
)
def test_the_shortest_name_is_one_that_can_exist(pattern: str, name: str | None) -> None:
    names = names_of(pattern)
    assert names is not None

    assert find_name(names).word == name


@given(st.text(alphabet="ab/.@{-lock*", max_size=8))
@settings(deadline=None)
def test_a_plain_pattern_admits_its_own_name_alone(text: str) -> None:
    is_regex = len(text) > 1 and text[0] == text[-1] == "/"

    assert is_regex or (admits(text, text) is True and admits(text, f"{text}x") is False)


@pytest.mark.parametrize(
    ("patterns", "answer"),
    [
        (["a", "/b/"], True),
        (["a", "c"], False),
        (["a", None], None),
        (["b", None], True),
        (["/(?P<n>b)/"], None),
        ([], False),
    ],
)
def test_one_pattern_that_admits_is_enough(patterns: list[str | None], answer: bool | None) -> None:
    assert any_admits(patterns, "b") is answer


@given(st.text(alphabet="ab/.@{-lock*", max_size=8))
@settings(max_examples=300, deadline=None)
def test_the_language_of_names_is_what_git_allows(text: str) -> None:
    assert has_word(ref_names(), text) is is_ref_name(text)
    assert has_word(ref_shapes(), text) or not is_ref_name(text)


@pytest.mark.parametrize("name", [*NAMES, *NO_NAMES])
def test_the_language_of_names_has_these_names_alone(name: str) -> None:
    assert has_word(ref_names(), name) is is_ref_name(name)


@pytest.mark.parametrize(
    ("regex", "answer"),
    [
        (".*", True),
        ("^v.*", True),
        ("^v[0-9]+\\.[0-9]+(-rc\\d+)?$", True),
        ("release\\/.*", True),
        ("(?!main$).*", True),
        ("main|develop", True),
        ("release\\/", False),
        ("(", False),
    ],
)
def test_a_name_that_is_plain_to_see_is_found(regex: str, answer: bool) -> None:
    assert has_plain_name(regex) is answer
