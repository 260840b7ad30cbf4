from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wflint.analysis import Analysis
from wflint.pipeline.cache_order import first_beginnings
from wflint.pipeline.caches import Token, found_cache, may_be_prefix, tokenize
from wflint.source import Source


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("v1-deps", [("literal", "v1-deps")]),
        ('v1-{{ checksum "go.sum" }}-', [("literal", "v1-"), ("checksum", "go.sum"), ("literal", "-")]),
        ('{{checksum   "a b"}}', [("checksum", "a b")]),
        ("{{ checksum `x` }}", [("checksum", "x")]),
        ("{{ .Branch }}{{.Revision}}", [("field", "Branch"), ("field", "Revision")]),
        ("{{ .Environment.CACHE_VERSION }}", [("environment", "CACHE_VERSION")]),
        ("{{ arch }}-{{ epoch }}", [("function", "arch"), ("literal", "-"), ("function", "epoch")]),
        ("{{- arch -}}", [("function", "arch")]),
        ("{{ jdk }}", [("word", "jdk")]),
        ("{{ checksum go.sum }}", [("other", "checksum go.sum")]),
        ("v1-{{ arch", [("literal", "v1-"), ("broken", "{{ arch")]),
        ("{{ arch", [("broken", "{{ arch")]),
        ("{{-}}", [("other", "")]),
        ("{{ a }}}", [("word", "a"), ("literal", "}")]),
        ("a}}b", [("literal", "a}}b")]),
        ("", []),
    ],
)
def test_a_key_is_split_into_literals_and_templates(key: str, expected: list[tuple[str, str]]) -> None:
    assert [(token.kind, token.text) for token in tokenize(key)] == expected


@pytest.mark.parametrize("key", ["{{" * 200_000, "{{" + " " * 200_000, "{{ a" * 200_000 + "}"])
def test_a_long_key_that_closes_nothing_is_one_broken_action(key: str) -> None:
    assert tokenize(key) == (Token("broken", key, 0),)


@given(st.text('v1-{} "checksumarch.Branch', max_size=40))
def test_the_parts_of_any_key_follow_each_other(key: str) -> None:
    offsets = [token.offset for token in tokenize(key)]

    assert offsets == sorted(set(offsets))
    assert all(key.startswith(token.text, token.offset) for token in tokenize(key) if token.kind == "literal")


STORED = ("v1-a", "v1-ab", "v1-b", "v2-a")


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["v1-a"], "v1-ab"),
        (["v1-"], "v1-b"),
        (["v1-ab", "v1-"], "v1-ab"),
        (["v1-zz", "v1-a"], "v1-ab"),
        (["v3-"], None),
        (["v"], "v2-a"),
        ([], None),
    ],
)
def test_the_newest_cache_of_the_first_key_that_finds_any_is_restored(keys: list[str], expected: str | None) -> None:
    assert found_cache(STORED, keys) == expected


SUM = '{{ checksum "uv.lock" }}'


@pytest.mark.parametrize(
    ("restored", "saved", "surely", "perhaps"),
    [
        ("v1-", f"v1-{SUM}", True, True),
        (f"v1-{SUM}", f"v1-{SUM}", True, True),
        (f"v1-{SUM}", f"v1-{SUM}-x", True, True),
        (f"v1-{SUM}-x", f"v1-{SUM}", False, False),
        (f"v2-{SUM}", f"v1-{SUM}", False, False),
        ("v1-deps-", f"v1-{SUM}", False, False),
        (f"v1-{SUM}", f"v1-deps-{SUM}", False, False),
        (SUM, '{{ checksum "go.sum" }}', False, False),
        ("v1-{{ .Branch }}", "v1-main-x", False, True),
        ("v1-main", "v1-{{ .Branch }}", False, True),
        ("{{ arch }}", "{{ .Branch }}", False, True),
        ("{{ arch }}-{{ .Branch }}", "{{ arch }}", False, False),
        ("v1-{{ epoch }}", "v1-{{ epoch }}", False, True),
    ],
)
def test_templates_are_compared_part_by_part(restored: str, saved: str, surely: bool, perhaps: bool) -> None:
    assert first_beginnings([tokenize(restored), tokenize(saved)]) == (None, 0 if surely else None)
    assert may_be_prefix(tokenize(restored), tokenize(saved)) is perhaps


LITERALS = st.text("ab-", max_size=4)


@given(LITERALS, LITERALS)
def test_literal_keys_are_compared_as_texts(one: str, other: str) -> None:
    expected = other.startswith(one)

    assert first_beginnings([tokenize(one), tokenize(other)]) == (None, 0 if expected else None)
    assert may_be_prefix(tokenize(one), tokenize(other)) is expected


def test_all_cache_steps_of_a_config_are_collected() -> None:
    text = """
version: 2.1
commands:
  keep: {steps: [{save_cache: {key: b, paths: [x]}}]}
jobs:
  a:
    docker: [{image: x}]
    steps:
      - restore_cache: {key: a, keys: [b, c]}
      - keep
workflows: {w: {jobs: [a]}}
"""
    caches = Analysis(Source(text)).caches

    assert [[key.value.text for key in step.keys] for step in caches.restores] == [["a", "b", "c"]]
    assert [[key.value.text for key in step.keys] for step in caches.saves] == [["b"]]
    assert caches.is_complete


def test_an_orb_that_is_not_at_hand_may_save_anything() -> None:
    text = """
version: 2.1
orbs: {node: circleci/node@5}
jobs: {a: {docker: [{image: x}], steps: [node/install]}}
workflows: {w: {jobs: [a]}}
"""
    assert not Analysis(Source(text)).caches.is_complete


@given(st.lists(LITERALS, max_size=6))
def test_of_several_keys_the_first_that_begins_another_is_told(keys: list[str]) -> None:
    expected = tuple(
        next((first for first in range(position) if key.startswith(keys[first])), None)
        for position, key in enumerate(keys)
    )

    assert first_beginnings([tokenize(key) for key in keys]) == expected
