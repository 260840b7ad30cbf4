"""The requirements of a compiled workflow's jobs as positions and masks."""

from __future__ import annotations

from wflint.graphs import topological_order
from wflint.pipeline.gating import STATE_OF, Edge, Gates

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wflint.compiler.compiled import CompiledJob, CompiledWorkflow


def gates_of(workflow: CompiledWorkflow) -> Gates:
    """The gates of a workflow, positions being those of its `jobs`.

    A requirement that names nothing, or nothing for sure, makes its job unclear.
    """
    positions = {job.name: position for position, job in enumerate(workflow.jobs)}
    requires = []
    unclear = set()
    for position, job in enumerate(workflow.jobs):
        edges = []
        for requirement in job.requires:
            mask = mask_of(requirement.statuses)
            edges += [Edge(positions[name], mask) for name in requirement.jobs if name in positions]
            if not requirement.jobs or not requirement.is_known:
                unclear.add(position)
        requires.append(tuple(edges))
    graph = {job.name: [workflow.jobs[edge.source].name for edge in requires[i]] for i, job in enumerate(workflow.jobs)}
    order = tuple(positions[name] for name in topological_order(graph))
    return Gates(tuple(requires), order, frozenset(unclear))


def ranks_of(gates: Gates, starts: Sequence[bool]) -> list[int]:
    """The wave of every job: one more than the largest of the jobs it requires that start, from 0.

    Jobs on a cycle are in the first.
    """
    ranks = [0] * len(starts)
    for position in gates.order:
        waits = [ranks[source] + 1 for source, _ in gates.requires[position] if starts[source]]
        ranks[position] = max(waits, default=0)
    return ranks


def mask_of(statuses: Iterable[str]) -> int:
    """The final states of some statuses; words that are none are left out."""
    mask = 0
    for status in statuses:
        mask |= STATE_OF.get(status, 0)
    return mask


def is_inner_node(job: CompiledJob) -> bool:
    """Whether a job without filters of its own follows the group or serial group it is in.

    CircleCI applies a group's filters to its entry node alone
    (https://circleci.com/docs/guides/orchestrate/controlling-serial-execution-across-your-organization/); what is
    behind the entry is left out with it.
    """
    if job.filters is not None:
        return False
    if job.is_synthetic:
        return job.type != "lock" and any(requirement.place is None for requirement in job.requires)
    return job.group is not None
