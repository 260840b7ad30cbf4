"""Cycles, layers, order and reachability of directed graphs over names.

A graph maps each name to the names it points at, for jobs those it needs. The order of the mapping is the order of
the text, which decides wherever a choice is free. A name pointed at that is no key of the mapping is ignored.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush

from wflint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

MOST_CYCLES = 50


class Reachability(NamedTuple):
    """What can be reached from each name over one edge or more; a name reaches itself only on a cycle.

    `positions` numbers the names in the order of the graph; bit i of `bits[position]` stands for the name numbered i.
    """

    positions: dict[str, int]
    bits: tuple[int, ...]

    def reaches(self, start: str, goal: str) -> bool:
        """Whether a path of at least one edge leads from one name to another."""
        return bool(self.bits[self.positions[start]] >> self.positions[goal] & 1)

    def names(self, start: str) -> tuple[str, ...]:
        """Everything reached from a name, in the order of the graph."""
        bits = self.bits[self.positions[start]]
        return tuple(name for name, position in self.positions.items() if bits >> position & 1)


def find_cycles(graph: Mapping[str, Iterable[str]], most: int = MOST_CYCLES) -> tuple[tuple[str, ...], ...]:
    """Every elementary cycle once: each name points at the next, the last at the first; of a loop, the name alone.

    A cycle starts with its first name in the order of the graph, and cycles come in that order. There can be
    exponentially many: of a strongly connected component with more than `most`, a shortest cycle through each name
    that no earlier one of these visits is given instead, at most `most` of them.
    """
    names, edges = _numbered(graph)
    if _points_back(edges):
        return ()
    cycles: list[tuple[int, ...]] = []
    for component in _components(edges):
        if not _is_cyclic(component, edges):
            continue
        found = []
        for cycle in _elementary_cycles(component, edges):
            found.append(cycle)
            if len(found) > most:
                found = _shortest_cycles(component, edges, most)
                break
        cycles += found
    return tuple(tuple(names[node] for node in cycle) for cycle in sorted(cycles))


def topological_order(graph: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """The names with everything they point at before them, else in the order of the graph.

    Names on a cycle, and those that lead to one, are left out.
    """
    names, edges = _numbered(graph)
    return tuple(names) if _points_back(edges) else tuple(names[node] for node in _ordered(edges))


def layers(graph: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """The number of edges on the longest path from each name, so 0 for a name that points at nothing.

    The order is that of the graph. Names on a cycle, and those that lead to one, are left out.
    """
    names, edges = _numbered(graph)
    ranks: list[int | None] = [None] * len(names)
    for node in _ordered(edges):
        ranks[node] = max((below + 1 for target in edges[node] if (below := ranks[target]) is not None), default=0)
    return {name: rank for name, rank in zip(names, ranks, strict=True) if rank is not None}


def reachability(graph: Mapping[str, Iterable[str]]) -> Reachability:
    """What each name leads to, directly or not; of a graph of requirements, each job's ancestors."""
    names, edges = _numbered(graph)
    bits = [0] * len(names)
    components = ([node] for node in range(len(names))) if _points_back(edges) else _components(edges)
    for component in components:
        reached = 0
        for node in component:
            for target in edges[node]:
                reached |= bits[target] | 1 << target
        for node in component:
            bits[node] = reached
    return Reachability({name: position for position, name in enumerate(names)}, tuple(bits))


def inverse(graph: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """The graph with every edge turned round: of requirements, who needs each job. All orders are the graph's."""
    turned: dict[str, list[str]] = {name: [] for name in graph}
    for name, targets in graph.items():
        for target in dict.fromkeys(targets):
            if target in turned:
                turned[target].append(name)
    return {name: tuple(sources) for name, sources in turned.items()}


def _numbered(graph: Mapping[str, Iterable[str]]) -> tuple[list[str], list[list[int]]]:
    positions = {name: position for position, name in enumerate(graph)}
    edges = [
        list(dict.fromkeys(positions[target] for target in targets if target in positions))
        for targets in graph.values()
    ]
    return list(positions), edges


def _points_back(edges: list[list[int]]) -> bool:
    """Whether every edge leads to an earlier node, as in most texts: then there is no cycle, and the order is known."""
    return all(target < node for node, targets in enumerate(edges) for target in targets)


def _ordered(edges: list[list[int]]) -> Iterator[int]:
    """Kahn's algorithm; of all nodes that are ready, the first in the text comes next."""
    waiting = [len(targets) for targets in edges]
    sources: list[list[int]] = [[] for _ in edges]
    for node, targets in enumerate(edges):
        for target in targets:
            sources[target].append(node)
    ready = [node for node, count in enumerate(waiting) if not count]
    heapify(ready)
    while ready:
        node = heappop(ready)
        yield node
        for source in sources[node]:
            waiting[source] -= 1
            if not waiting[source]:
                heappush(ready, source)


def _is_cyclic(component: list[int], edges: list[list[int]]) -> bool:
    return len(component) > 1 or component[0] in edges[component[0]]


def _components(edges: list[list[int]], among: Collection[int] | None = None) -> Iterator[list[int]]:
    """Strongly connected components of the nodes `among` (None: all), those pointed at first (Tarjan's algorithm)."""
    order: dict[int, int] = {}
    lowest: dict[int, int] = {}
    open_nodes: list[int] = []
    is_open: set[int] = set()
    for root in range(len(edges)) if among is None else sorted(among):
        if root in order:
            continue
        path = [(root, iter(edges[root]))]
        order[root] = lowest[root] = len(order)
        open_nodes.append(root)
        is_open.add(root)
        while path:
            node, targets = path[-1]
            for target in targets:
                if among is not None and target not in among:
                    continue
                if target not in order:
                    order[target] = lowest[target] = len(order)
                    open_nodes.append(target)
                    is_open.add(target)
                    path.append((target, iter(edges[target])))
                    break
                if target in is_open:
                    lowest[node] = min(lowest[node], order[target])
            else:
                path.pop()
                if path:
                    above = path[-1][0]
                    lowest[above] = min(lowest[above], lowest[node])
                if lowest[node] == order[node]:
                    component = _taken_down_to(node, open_nodes)
                    is_open.difference_update(component)
                    yield component


def _taken_down_to(node: int, stack: list[int]) -> list[int]:
    taken = [stack.pop()]
    while taken[-1] != node:
        taken.append(stack.pop())
    return taken


def _elementary_cycles(component: list[int], edges: list[list[int]]) -> Iterator[tuple[int, ...]]:
    """Johnson's algorithm: all cycles through the first node, then the same for what remains without it."""
    remaining = [set(component)]
    while remaining:
        nodes = remaining.pop()
        start = min(nodes)
        yield from _cycles_through(start, nodes, edges)
        nodes.remove(start)
        remaining += [set(part) for part in _components(edges, nodes) if _is_cyclic(part, edges)]


def _cycles_through(start: int, nodes: set[int], edges: list[list[int]]) -> Iterator[tuple[int, ...]]:
    """The elementary cycles of a strongly connected set through one of its nodes."""
    path = [start]
    targets = [iter([target for target in edges[start] if target in nodes])]
    blocked = {start}
    blocks: dict[int, set[int]] = {}
    closed: set[int] = set()
    while path:
        node = path[-1]
        for target in targets[-1]:
            if target == start:
                yield tuple(path)
                closed.update(path)
            elif target not in blocked:
                path.append(target)
                targets.append(iter([further for further in edges[target] if further in nodes]))
                closed.discard(target)
                blocked.add(target)
                break
        else:
            if node in closed:
                _unblock(node, blocked, blocks)
            else:
                for target in edges[node]:
                    if target in nodes:
                        blocks.setdefault(target, set()).add(node)
            path.pop()
            targets.pop()


def _unblock(node: int, blocked: set[int], blocks: dict[int, set[int]]) -> None:
    freed = [node]
    while freed:
        current = freed.pop()
        if current in blocked:
            blocked.remove(current)
            freed.extend(blocks.pop(current, ()))


def _shortest_cycles(component: list[int], edges: list[list[int]], most: int) -> list[tuple[int, ...]]:
    nodes = set(component)
    visited: set[int] = set()
    cycles: dict[tuple[int, ...], None] = {}
    for node in sorted(nodes):
        if node not in visited and len(cycles) < most:
            cycle = _shortest_cycle(node, nodes, edges)
            visited.update(cycle)
            first = cycle.index(min(cycle))
            cycles[cycle[first:] + cycle[:first]] = None
    return list(cycles)


def _shortest_cycle(start: int, nodes: set[int], edges: list[list[int]]) -> tuple[int, ...]:
    """Breadth first from a node of a strongly connected set until an edge leads back to it."""
    before: dict[int, int] = {}
    wave = [start]
    while True:
        following = []
        for node in wave:
            for target in edges[node]:
                if target == start:
                    path = [node]
                    while path[-1] != start:
                        path.append(before[path[-1]])
                    return tuple(reversed(path))
                if target in nodes and target not in before:
                    before[target] = node
                    following.append(target)
        wave = following
