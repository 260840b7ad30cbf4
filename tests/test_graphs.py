from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wflint.graphs import find_cycles, inverse, layers, reachability, topological_order

Graph = dict[str, tuple[str, ...]]

NAMES = "abcde"
GRAPHS = st.dictionaries(
    st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=len(NAMES)).map(tuple), max_size=len(NAMES)
)


def graph(text: str) -> Graph:
    """`a:b,c b c:a` is the graph in which `a` points at `b` and `c`, and `c` at `a`."""
    parts = [part.partition(":") for part in text.split()]
    return {name: tuple(filter(None, targets.split(","))) for name, _, targets in parts}


@pytest.mark.parametrize(
    ("text", "cycles"),
    [
        ("", ""),
        ("a b:a c:a,b", ""),
        ("a:a", "a"),
        ("a:b b:a", "ab"),
        ("b:c a:b c:a", "bca"),
        ("a:b b:a c:a,b d:c", "ab"),
        ("a:b b:c c:a,b", "abc bc"),
        ("a:b,b b:a,a", "ab"),
        ("a:b b:a,x", "ab"),
        ("a:c b:b c:a d:e e:d", "ac b de"),
        ("a:b,c b:a,c c:a,b", "ab abc ac acb bc"),
    ],
)
def test_each_elementary_cycle_is_found_once_from_its_first_name(text: str, cycles: str) -> None:
    assert find_cycles(graph(text)) == tuple(tuple(cycle) for cycle in cycles.split())


@given(GRAPHS)
def test_cycles_are_those_of_the_definition(edges: Graph) -> None:
    order = {name: position for position, name in enumerate(edges)}
    defined = [
        cycle
        for length in range(1, len(edges) + 1)
        for cycle in permutations(edges, length)
        if order[cycle[0]] == min(order[name] for name in cycle)
        and all(target in edges[name] for name, target in zip(cycle, (*cycle[1:], cycle[0]), strict=True))
    ]
    defined.sort(key=lambda cycle: [order[name] for name in cycle])

    assert list(find_cycles(edges, most=10**6)) == defined


@given(GRAPHS, st.integers(min_value=1, max_value=4))
def test_of_too_many_cycles_the_shortest_through_each_name_are_given(edges: Graph, most: int) -> None:
    closure = reachability(edges)
    every = find_cycles(edges, most=10**6)
    given = find_cycles(edges, most=most)
    by_component: dict[frozenset[str], tuple[list[tuple[str, ...]], list[tuple[str, ...]]]] = {}
    for cycle in every:
        component = frozenset(name for name in closure.names(cycle[0]) if closure.reaches(name, cycle[0]))
        of_all, of_given = by_component.setdefault(component, ([], []))
        of_all.append(cycle)
        of_given += [cycle] if cycle in given else []

    assert sum(len(of_given) for _, of_given in by_component.values()) == len(given)
    assert all(
        of_given == of_all if len(of_all) <= most else _are_shortest(of_given, of_all, component, most)
        for component, (of_all, of_given) in by_component.items()
    )


def _are_shortest(
    given: list[tuple[str, ...]], every: list[tuple[str, ...]], component: frozenset[str], most: int
) -> bool:
    shortest = {name: min(len(cycle) for cycle in every if name in cycle) for name in component}
    covered = {name for cycle in given for name in cycle}
    return (
        len(given) <= most
        and (len(given) == most or covered == component)
        and all(any(len(cycle) == shortest[name] for name in cycle) for cycle in given)
    )


def test_a_dense_component_gives_no_more_cycles_than_the_bound() -> None:
    names = [f"job-{number}" for number in range(60)]
    dense = {name: tuple(other for other in names if other != name) for name in names}

    assert find_cycles(dense) == tuple(("job-0", name) for name in names[1:51])


def test_a_bounded_component_does_not_hide_another() -> None:
    assert find_cycles(graph("a:b,c b:a,c c:a,b d:d"), most=2) == (("a", "b"), ("a", "c"), ("d",))


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("", ""),
        ("c b a", "cba"),
        ("c:a b a", "bac"),
        ("d:b,c b:a c:a a", "abcd"),
        ("a:b b:a c:a d", "d"),
        ("a:x", "a"),
    ],
)
def test_the_order_puts_what_is_needed_first_and_else_keeps_the_text(text: str, order: str) -> None:
    assert topological_order(graph(text)) == tuple(order)


@pytest.mark.parametrize(
    ("text", "ranks"),
    [
        ("", {}),
        ("a b:a c:a,b d", {"a": 0, "b": 1, "c": 2, "d": 0}),
        ("c:b b:a a", {"c": 2, "b": 1, "a": 0}),
        ("a:b b:a c:b d:e e", {"d": 1, "e": 0}),
    ],
)
def test_a_layer_is_the_longest_path_down(text: str, ranks: dict[str, int]) -> None:
    assert list(layers(graph(text)).items()) == list(ranks.items())


@given(GRAPHS)
def test_order_and_layers_agree_and_leave_out_only_what_leads_to_a_cycle(edges: Graph) -> None:
    order = topological_order(edges)
    ranks = layers(edges)
    closure = reachability(edges)
    bound = {
        name
        for name in edges
        if closure.reaches(name, name) or any(closure.reaches(other, other) for other in closure.names(name))
    }

    assert set(order) == set(ranks) == set(edges) - bound
    assert all(order.index(target) < order.index(name) for name in order for target in edges[name] if target in edges)
    assert all(
        rank == max((ranks[target] + 1 for target in edges[name] if target in edges), default=0)
        for name, rank in ranks.items()
    )


@given(GRAPHS)
def test_reachability_is_that_of_the_definition(edges: Graph) -> None:
    closure = reachability(edges)

    assert {name: set(closure.names(name)) for name in edges} == {name: _reached(edges, name) for name in edges}


@given(GRAPHS)
def test_turning_a_graph_round_twice_gives_its_edges_again(edges: Graph) -> None:
    known = {name: {target for target in targets if target in edges} for name, targets in edges.items()}

    assert {name: set(targets) for name, targets in inverse(inverse(edges)).items()} == known


def test_long_chains_and_large_cycles_need_no_recursion() -> None:
    names = [f"job-{number}" for number in range(10_000)]
    chain: Graph = {name: (before,) for name, before in zip(names[1:], names, strict=False)}
    chain = {names[0]: (), **chain}
    ring = {**chain, names[0]: (names[-1],)}

    assert find_cycles(chain) == ()
    assert [len(cycle) for cycle in find_cycles(ring)] == [10_000]
    assert layers(chain)[names[-1]] == 9_999
    assert reachability(chain).reaches(names[-1], names[0])
    assert topological_order(chain) == tuple(names)


def _reached(edges: Graph, start: str) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        fresh = {target for target in edges[waiting.pop()] if target in edges} - found
        found |= fresh
        waiting += fresh
    return found
