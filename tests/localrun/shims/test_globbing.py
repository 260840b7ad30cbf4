from __future__ import annotations

import pytest

from wflint.localrun.shims.globbing import searches


def matches(pattern: str, path: str) -> bool:
    return any(search.expression.fullmatch(path) for search in searches(pattern))


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*.py", "a.py"),
        ("*.py", ".py"),
        ("**/*.py", "a.py"),
        ("**/*.py", "a/b/c.py"),
        ("a/**/b", "a/b"),
        ("a/**/b", "a/x/y/b"),
        ("a/**", "a/x/y"),
        ("./a/../b/*.py", "b/x.py"),
        ("a?[bc]", "axb"),
        ("[a-c]x", "bx"),
        ("[^a]x", "bx"),
        ("[!a]x", "bx"),
        ("[a", "[a"),
        ("[]]", "]"),
        ("\\*", "*"),
        ("{a,b}.py", "b.py"),
        ("{a,b/{c,d}}/*.py", "b/d/x.py"),
        ("a{,.b}", "a"),
        ("{a}", "{a}"),
        ("{a", "{a"),
        ("a+(b)|c", "a+(b)|c"),
        ("*", "two\nlines"),
        ("/x/*.py", "/x/a.py"),
    ],
)
def test_what_matches(pattern: str, path: str) -> None:
    assert matches(pattern, path)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*.py", "a/b.py"),
        ("*.py", "a.pyc"),
        ("a.py", "aXpy"),
        ("a/*/b", "a/b"),
        ("a**b", "a/b"),
        ("[^a]x", "ax"),
        ("?", "/"),
        ("{a,b}.py", "{a,b}.py"),
        ("**/x", "ax"),
    ],
)
def test_what_does_not_match(pattern: str, path: str) -> None:
    assert not matches(pattern, path)


@pytest.mark.parametrize(
    ("pattern", "places"),
    [
        ("*.py", [(".", 1)]),
        ("tests/unit/*.py", [("tests/unit", 1)]),
        ("tests/*/*.py", [("tests", 2)]),
        ("tests/**/*.py", [("tests", None)]),
        ("/abs/x*", [("/abs", 1)]),
        ("/x*", [("/", 1)]),
        ("{a,b}/x.py", [("a", 1), ("b", 1)]),
    ],
)
def test_only_what_can_match_is_looked_at(pattern: str, places: list[tuple[str, int | None]]) -> None:
    assert [(search.base, search.depth) for search in searches(pattern)] == places


def test_too_many_alternatives_are_letters() -> None:
    assert len(searches("{a,b}" * 30)) == 1
