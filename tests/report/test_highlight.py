"""YAML in colour."""

from __future__ import annotations

import re

import pytest

from wflint.report.highlight import highlight


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [""],
        ["a: b"],
        ["a: b  # c", "", "  - 'd'", "\t@"],
        ["- |", "  echo $x", "b: {", "  "],
        ["…rest: [*a, &b c, <<: *d]"],
        ["\u2028 a", "日本: <U+FEFF>"],
    ],
)
def test_the_visible_text_stays_line_by_line(lines: list[str]) -> None:
    painted = highlight(lines)

    assert [re.sub(r"\x1b\[[\d;]*m", "", line) for line in painted] == lines


def test_keys_and_comments_are_painted() -> None:
    (line,) = highlight(["key: 1  # why"])

    assert "\x1b[36mkey\x1b[0m" in line
    assert "\x1b[2m# why\x1b[0m" in line
