from __future__ import annotations

import pytest
from tests.syntax.texts import data, document, mapping, nodes, outline, problems, slices

from wflint.source import Source
from wflint.syntax.limits import DEPTH_LIMIT, NODE_LIMIT
from wflint.syntax.nodes import Alias, Mapping, Scalar, Sequence
from wflint.syntax.parsing import parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: b", ["a: b", "a", "b"]),
        ("a: [b, c] # d", ["a: [b, c]", "a", "[b, c]", "b", "c"]),
        ("a: {b: c}\n\n# d\n", ["a: {b: c}", "a", "{b: c}", "b", "c"]),
        ("a:\n  - b\n\n# c\nd: e\n", ["a:\n  - b\n\n# c\nd: e", "a", "- b", "b", "d", "e"]),
        ("a: &x !!str b", ["a: &x !!str b", "a", "b"]),
        ("a: !!map &x\n  # c\n  b: c", ["a: !!map &x\n  # c\n  b: c", "a", "b: c", "b", "c"]),
        ("- &x [a]\n- *x", ["- &x [a]\n- *x", "[a]", "a", "*x"]),
        ("a: |  # b\n  c\n\n  d\n\n\ne: f", ["a: |  # b\n  c\n\n  d\n\n\ne: f", "a", "|  # b\n  c\n\n  d", "e", "f"]),
        ("a: 'b'  \nc: \"d\"", ["a: 'b'  \nc: \"d\"", "a", "'b'", "c", '"d"']),
        ("a: b\n  c\n", ["a: b\n  c", "a", "b\n  c"]),
        ("😀: 👩‍💻 # é\nb: c", ["😀: 👩‍💻 # é\nb: c", "😀", "👩‍💻", "b", "c"]),
    ],
)
def test_spans_are_those_of_the_nodes_without_anchor_tag_comment_and_blanks(text: str, expected: list[str]) -> None:
    assert [written for _, written in outline(text)] == expected


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("a:\n\n\nb: c", 2),
        ("a:    # c\nb: c", 2),
        ("a :\nb: c", 3),
        ("{a , b: c}", 2),
        ("{a: , b: c}", 3),
        ("? a\n? b", 3),
        ("a: &x\nb: c", 5),
        ("a: !!str\nb: c", 8),
    ],
)
def test_an_omitted_value_stands_right_after_its_indicator(text: str, offset: int) -> None:
    value = mapping(text).entries[0].value

    assert (value.start, value.end) == (offset, offset)


def test_an_omitted_item_stands_right_after_its_dash() -> None:
    root = document("-\n\n- a\n-").root

    assert isinstance(root, Sequence)
    assert [(item.start, item.end) for item in root.items] == [(1, 1), (5, 6), (8, 8)]


def test_an_anchor_has_its_own_span_wherever_it_stands() -> None:
    text = "a: &one !!str b\nc: !!seq &two\n  - d\n&three e: &four\n  &five f: g\n"
    found = [node.anchor for node in _nodes(text) if node.anchor is not None]

    assert slices(text, tuple(anchor.span for anchor in found)) == ["&one", "&two", "&three", "&four", "&five"]


def test_duplicates_and_merge_keys_stay_as_written() -> None:
    entries = mapping("a: 1\n<<: {b: 2}\na: 3").entries

    assert [entry.name for entry in entries] == ["a", "<<", "a"]


def test_an_alias_keeps_its_place_and_points_to_its_anchor() -> None:
    text = "a: &x [1]\nb: *x"
    root = mapping(text)
    alias = root.entries[1].value

    assert slices(text, (alias.span,)) == ["*x"]
    assert getattr(alias, "target", None) is root.entries[0].value


def test_an_anchor_given_again_counts_from_there_on() -> None:
    assert data(document("[&a 1, *a, &a 2, *a]").root) == [1, 1, 2, 2]


def test_an_anchor_given_again_inside_its_own_value_keeps_the_inner_meaning() -> None:
    assert data(document("[&a [&a b, *a], *a]").root) == [["b", "b"], "b"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: *x", ["1:4 undefined-alias: alias `*x` has no anchor `&x` before it"]),
        ("a: *x\nb: &x 1", ["1:4 undefined-alias: alias `*x` has no anchor `&x` before it"]),
        ("a: &x [*x]", ["1:8 alias-cycle: alias `*x` stands inside the value that `&x` names"]),
        ("&x a: 1\nb: *x", []),
    ],
)
def test_aliases_without_a_value_are_problems(text: str, expected: list[str]) -> None:
    assert problems(text) == expected


def test_a_close_anchor_is_suggested_and_a_later_one_is_shown() -> None:
    close, later = document("a: &steps 1\nb: *setps\nc: *after\nd: &after 1").problems

    assert close.help == "did you mean `steps`?"
    assert later.related[0].message == "the anchor is here, after its alias"


def test_the_rest_behind_an_unknown_alias_is_read_and_the_alias_is_a_hole() -> None:
    text = "a: *x\nb: [1]"
    found = document(text)

    assert data(found.root) == {"a": "", "b": [1]}
    assert slices(text, found.holes) == ["*x"]


def test_a_second_document_is_a_problem_and_a_hole() -> None:
    text = "a: 1\n---\nb: 2\n"
    found = document(text)

    assert problems(text) == ["2:1 yaml-syntax: a second YAML document begins here"]
    assert data(found.root) == {"a": 1}
    assert slices(text, found.holes) == ["---\nb: 2\n"]


@pytest.mark.parametrize(
    "text", ["[" * 10_000, "- " * 10_000 + "a", "? " * 10_000, "[" * 10_000 + "]" * 10_000, "{a: " * 10_000]
)
def test_nesting_is_read_down_to_the_limit(text: str) -> None:
    found = document(text)
    depth, node = 0, found.root
    while isinstance(node, Sequence | Mapping):
        depth += 1
        children = node.items if isinstance(node, Sequence) else [entry.value for entry in node.entries]
        node = next((child for child in children if not isinstance(child, Scalar)), None)

    assert [problem.kind for problem in found.problems] == ["excessive-yaml"]
    assert depth <= DEPTH_LIMIT
    assert len(found.holes) == 1


def test_as_many_levels_as_the_limit_are_fine() -> None:
    assert problems("[" * DEPTH_LIMIT + "]" * DEPTH_LIMIT) == []


def test_aliases_of_aliases_are_cut_where_they_multiply() -> None:
    lines = ["l0: &l0 [a, a, a, a, a, a, a, a, a, a]"]
    lines += [f"l{level}: &l{level} [{', '.join([f'*l{level - 1}'] * 10)}]" for level in range(1, 30)]
    text = "\n".join(lines)
    found = parse(Source(text))

    assert [problem.kind for problem in found.problems] == ["excessive-yaml"]
    assert _expanded(found.root) <= NODE_LIMIT + len(text)


def test_many_aliases_of_one_large_value_are_cut_too() -> None:
    text = f"a: &a [{'1, ' * 1000}]\nb: [{'*a, ' * 1000}]"

    assert [problem.kind for problem in document(text).problems] == ["excessive-yaml"]


@pytest.mark.slow
def test_a_text_of_too_many_values_is_read_up_to_the_limit() -> None:
    found = document(f"[{'1,' * (NODE_LIMIT + 10)}]")

    assert [problem.message for problem in found.problems] == ["the text has more than 500,000 values and collections"]
    assert isinstance(found.root, Sequence)
    assert len(found.root.items) == NODE_LIMIT - 1


def _nodes(text: str) -> list[Scalar | Sequence | Mapping]:
    return [node for node in nodes(document(text).root) if isinstance(node, Scalar | Sequence | Mapping)]


def _expanded(node: object) -> int:
    """Nodes with aliases followed, counted through shared ones."""
    sizes: dict[int, int] = {}

    def size(current: object) -> int:
        if isinstance(current, Alias):
            return 1 if current.target is None else size(current.target)
        if id(current) not in sizes:
            children: tuple[object, ...] = ()
            if isinstance(current, Sequence):
                children = current.items
            elif isinstance(current, Mapping):
                children = tuple(part for entry in current.entries for part in entry)
            sizes[id(current)] = 1 + sum(map(size, children))
        return sizes[id(current)]

    return size(node)
