from __future__ import annotations

import pytest

from wflint.source import Source
from wflint.syntax.contents import content_of
from wflint.syntax.nodes import Mapping
from wflint.syntax.parsing import parse


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("{equal: [x, y]}", "{equal: [x, y]}", True),
        ("{equal: [x, y]}", "{equal: [y, x]}", False),
        ("*x", "{equal: [x, y]}", True),
        ("[1]", "['1']", False),
        ("[1]", "{1: }", False),
        ("1", "!!str 1", False),
        ("[[x], y]", "[x, [y]]", False),
    ],
)
def test_contents_are_equal_for_what_means_the_same(one: str, other: str, expected: bool) -> None:
    root = parse(Source(f"x: &x {{equal: [x, y]}}\none: {one}\nother: {other}\n")).root

    assert isinstance(root, Mapping)
    left, right = (content_of(entry.value) for entry in root.entries[1:])
    assert (left == right) is expected
