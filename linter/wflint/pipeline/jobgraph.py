"""The graph of a workflow: its jobs, and which waits for which with what outcome."""

from __future__ import annotations

from wflint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint.compiler.compiled import CompiledJob, CompiledWorkflow
    from wflint.source import Place


class JobEdge(NamedTuple):
    """One job waits for another: `target` starts when `source` ended with one of `statuses`.

    Both are final names of jobs of the same workflow. `place` is the name under `requires`; None for an edge that
    CircleCI adds itself.
    """

    source: str
    target: str
    statuses: frozenset[str]
    place: Place | None


class JobGraph(NamedTuple):
    """The jobs of a workflow and the edges between them.

    `jobs` are in the order of the workflow, instances of a matrix one after the other; their final names are unique.
    `edges` are in the order of the waiting jobs, then of their requirements; a requirement on a matrix alias is one
    edge for each instance. Two edges between the same jobs differ in their statuses: both have to be satisfied.
    What a requirement could not be resolved to has no edge.
    """

    workflow: CompiledWorkflow
    jobs: tuple[CompiledJob, ...]
    edges: tuple[JobEdge, ...]

    @property
    def successors(self) -> dict[str, tuple[str, ...]]:
        """For each job, in order, the names of those that wait for it; each name once."""
        return _adjacency(self.jobs, ((edge.source, edge.target) for edge in self.edges))

    @property
    def predecessors(self) -> dict[str, tuple[str, ...]]:
        """For each job, in order, the names of those it waits for; each name once."""
        return _adjacency(self.jobs, ((edge.target, edge.source) for edge in self.edges))


def job_graph(workflow: CompiledWorkflow) -> JobGraph:
    """Build the graph of a compiled workflow; jobs that wait for themselves or each other keep their edges."""
    jobs: dict[str, CompiledJob] = {}
    for job in workflow.jobs:
        jobs.setdefault(job.name, job)
    edges: dict[tuple[str, str, frozenset[str]], JobEdge] = {}
    for job in jobs.values():
        for requirement in job.requires:
            for name in requirement.jobs:
                if name in jobs:
                    edge = JobEdge(name, job.name, requirement.statuses, requirement.place)
                    edges.setdefault(edge[:3], edge)
    return JobGraph(workflow, tuple(jobs.values()), tuple(edges.values()))


def _adjacency(jobs: tuple[CompiledJob, ...], pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {job.name: {} for job in jobs}
    for start, end in pairs:
        found[start][end] = None
    return {name: tuple(ends) for name, ends in found.items()}
