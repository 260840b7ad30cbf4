from __future__ import annotations

import pytest
from tests.syntax.texts import Plain, data, document, mapping


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{<<: {a: 1}, b: 2}", {"a": 1, "b": 2}),
        ("{b: 1, <<: {a: 1}, c: 2}", {"b": 1, "a": 1, "c": 2}),
        ("{<<: {a: 1, b: 1}, a: 2}", {"a": 2, "b": 1}),
        ("{a: 1, <<: {a: 2, b: 3}}", {"a": 1, "b": 3}),
        ("{<<: [{a: 1}, {a: 2, b: 3}]}", {"a": 1, "b": 3}),
        ("{<<: {a: 1}, <<: {a: 2, b: 3}}", {"a": 1, "b": 3}),
        ("{'<<': {a: 1}}", {"<<": {"a": 1}}),
        ("{a: 1, b: 2, a: 3}", {"b": 2, "a": 3}),
        ("{a: 1, <<: {b: 1}, a: 2}", {"b": 1, "a": 2}),
        ("{<<: {a: 1, a: 2}}", {"a": 1}),
        ("{<<: {<<: {a: 1}, a: 2}}", {"a": 1}),
        ("[&d {a: 1}, &m {<<: *d, a: 2}, {<<: *m, b: 3}]", [{"a": 1}, {"a": 2}, {"a": 2, "b": 3}]),
        ("{x: &m {a: 1, <<: {b: 2}}, <<: *m}", {"x": {"a": 1, "b": 2}, "a": 1, "b": 2}),
        ("{1: a, 0x1: b}", {"0x1": "b"}),
        ("{x: a, yes: b, on: c, On: d}", {"x": "a", "On": "d"}),
        ("{~: a, null: b, 'null': c}", {"null": "c"}),
        ("{!!null a: b, !!null c: d}", {"c": "d"}),
        ("{<<: 1, a: 2}", {"a": 2}),
    ],
)
def test_merge_keys_and_duplicates_give_what_snakeyaml_gives(text: str, expected: Plain) -> None:
    found = data(document(text).root)

    assert repr(found) == repr(expected)


def test_a_merged_entry_stands_where_its_anchor_wrote_it() -> None:
    text = "a: &x {k: v}\nb: {<<: *x}"
    entry = mapping(text).entries[1]
    merged = entry.value

    assert [found.value.start for found in getattr(merged, "effective", ())] == [text.index("v")]


def test_a_cycle_of_merges_ends() -> None:
    assert data(document("&x {<<: *x, a: 1}").root) == {"a": 1}


def test_a_map_without_merges_and_duplicates_is_given_as_it_is() -> None:
    root = mapping("a: 1\nb: 2")

    assert root.effective is root.entries
