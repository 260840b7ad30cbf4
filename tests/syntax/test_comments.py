from __future__ import annotations

import pytest
from tests.syntax.texts import document


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# a\nb: c # d\n", ["a", "d"]),
        ("a: 'b # c' # d", ["d"]),
        ("a: b#c", []),
        ("a: b #c", ["c"]),
        ("a: | # b\n  # c\n # d\ne: f", ["b", "d"]),
        ("a: |\n  b\n\n# c\n", ["c"]),
        ("[a, # b\n c] # d", ["b", "d"]),
        ("a: 'b'#c", ["c"]),
        ("a: &x # b\n  - c", ["b"]),
        ("#\n#  a  \r\n# b\r# c", ["", "a", "b", "c"]),
        ("a: b # c # d", ["c # d"]),
        ('a: "x\n # y\n" # z', ["z"]),
        ("a: >-\n  b # c\n  d\n", []),
        ("# only", ["only"]),
        ("a: b # c\u2028d: e", ["c"]),
        ("a:\n  # b\n\n  # c\n  d: # e\n    f", ["b", "c", "e"]),
    ],
)
def test_comments_are_what_stands_behind_a_hash_outside_of_scalars(text: str, expected: list[str]) -> None:
    assert [comment.text for comment in document(text).comments] == expected


def test_a_comment_reaches_from_its_hash_to_the_end_of_its_line() -> None:
    text = "a: b  # c  \nd: e"
    (comment,) = document(text).comments

    assert text[comment.span.start : comment.span.end] == "# c  "


def test_comments_of_broken_texts_are_found_around_what_was_lost() -> None:
    assert [comment.text for comment in document("# a\nb: c: d # e\nf: g # h").comments] == ["a", "h"]
