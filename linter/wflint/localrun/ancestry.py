"""Which jobs of a plan come before a job, and in which order they can run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint.graphs import layers, reachability, topological_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wflint.localrun.operations import WorkflowPlan


def needs_of(plan: WorkflowPlan) -> dict[str, tuple[str, ...]]:
    """The names of the jobs that each job waits for, each once."""
    return {job.name: tuple(dict.fromkeys(need.job for need in job.needs)) for job in plan.jobs}


def ancestors(plan: WorkflowPlan) -> dict[str, tuple[str, ...]]:
    """For each job everything that comes before it, in an order in which it can run."""
    graph = needs_of(plan)
    reach = reachability(graph)
    order = topological_order(graph)
    found = {}
    for name in graph:
        before = frozenset(reach.names(name))
        found[name] = tuple(each for each in order if each in before)
    return found


def ranks(plan: WorkflowPlan) -> dict[str, int]:
    """The earliest wave of each job, from 0."""
    return layers(needs_of(plan))


def closure(graph: Mapping[str, Iterable[str]], names: Iterable[str]) -> frozenset[str]:
    """Some jobs and all that come before them, `graph` being what each waits for."""
    reach = reachability(graph)
    return frozenset(each for name in names for each in (name, *reach.names(name)))
