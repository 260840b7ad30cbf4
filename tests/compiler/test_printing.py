from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from wflint.compiler.printing import dump

TEXTS = st.text(
    st.one_of(
        st.sampled_from("ab \n\n  :#-?,[]{}&*!|>'\"%@`=<\t01._eE\u00e9\u2028\x85\ufeff\U0001f600\x7f"),
        st.characters(codec="utf-8", exclude_categories=["Cs"]),
    ),
    max_size=12,
)
DATA = st.recursive(
    st.one_of(TEXTS, st.booleans(), st.none(), st.integers()),
    lambda children: st.one_of(
        st.lists(children, max_size=3), st.dictionaries(TEXTS, children, max_size=3)
    ),
    max_leaves=6,
)  # fmt: skip


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ({"a": [{"b": "c"}, "d"]}, "a:\n- b: c\n- d\n"),
        ({"a": {}, "b": []}, "a: {}\nb: []\n"),
        ({"a": None, "b": True, "c": 1, "d": 1.5}, "a: null\nb: true\nc: 1\nd: 1.5\n"),
        ({"a": 1e7, "b": 12345678.25, "c": 0.0001, "d": -0.5}, "a: 1.0E7\nb: 1.234567825E7\nc: 1.0E-4\nd: -0.5\n"),
        ({"a": "", "b": "*", "c": "yes", "d": "12", "e": "null"}, "a: ''\nb: '*'\nc: 'yes'\nd: '12'\ne: 'null'\n"),
        ({"a": "1e5", "b": "1:30", "c": "2019-01-01"}, "a: '1e5'\nb: '1:30'\nc: '2019-01-01'\n"),
        ({"a": "one\ntwo\n"}, "a: |\n  one\n  two\n"),
        ({"a": "one\ntwo"}, "a: |-\n  one\n  two\n"),
        ({"a": "one\n\n", "b": 1}, "a: |+\n  one\n\nb: 1\n"),
        ({"a": "  one\ntwo\n"}, "a: |2\n    one\n  two\n"),
        ({"a": "one \ntwo"}, 'a: "one \\ntwo"\n'),
        ({"a": "tab\there"}, 'a: "tab\\there"\n'),
        ({"a": "\u00fcber \U0001f600"}, "a: \u00fcber \U0001f600\n"),
        ({"a": "x" * 300 + " y"}, "a: " + "x" * 300 + " y\n"),
    ],
)
def test_values_are_printed_as_circleci_prints_them(data: Any, text: str) -> None:
    assert dump(data) == text


def test_what_is_shared_is_written_out_each_time() -> None:
    shared = ["x"]

    assert dump({"a": shared, "b": shared}) == "a:\n- x\nb:\n- x\n"


@given(DATA)
def test_both_emitters_print_the_same(data: Any) -> None:
    fast = dump({"k": data})

    with pytest.MonkeyPatch.context() as patch:
        patch.delattr(yaml, "CSafeDumper")
        assert dump({"k": data}) == fast
