"""Jobs that wait for each other never start."""

from __future__ import annotations

from wflint import CompiledWorkflow, NamedTuple, Problem, Related, Severity, find_cycles, rule
from wflint_rules.requires.circumstances import weighed
from wflint_rules.requires.scopes import entry_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import CompiledJob, Context, Place

MOST_NAMED = 5


class _Edge(NamedTuple):
    source: str
    target: str
    place: Place


@rule(
    "requires-cycle",
    summary="Jobs wait for each other and never start",
    on=CompiledWorkflow,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#requires",
)
def requires_cycle(workflow: CompiledWorkflow, _: Context) -> Iterator[Problem]:
    """Each circle of entries once, however many instances of a matrix or paths through a job group close it.

    The lock of a serial group waits for what its job waits for, so it adds no circle.
    """
    jobs = {job.name: job for job in workflow.jobs if job.group is not None or not job.is_synthetic}
    graph = {name: [other for required in job.requires for other in required.jobs] for name, job in jobs.items()}
    has_start = not all(graph.values())
    reported: dict[Place, list[frozenset[Place]]] = {}
    for cycle in sorted(find_cycles(graph), key=len):
        edges = _edges([jobs[name] for name in cycle])
        places = frozenset(edge.place for edge in edges)
        if edges and not any(places >= other for place in places for other in reported.get(place, ())):
            reported.setdefault(edges[0].place, []).append(places)
            yield weighed(_problem(edges, None if has_start else workflow.name), workflow)


def _edges(cycle: list[CompiledJob]) -> list[_Edge]:
    """The requirements that close a cycle, as written; what goes on inside a group that it passes is left out."""
    is_inside = len({job.group for job in cycle}) == 1
    edges = []
    for job, following in zip(cycle, [*cycle[1:], cycle[0]], strict=True):
        if not is_inside and job.group is not None and job.group == following.group:
            continue
        place = next(required.place for required in job.requires if following.name in required.jobs)
        if place is not None:
            source, target = (
                entry_name(end) if is_inside else end.group or entry_name(end) for end in (job, following)
            )
            edges.append(_Edge(source, target, place))
    return edges


def _problem(edges: list[_Edge], stuck: str | None) -> Problem:
    """The problem of a circle; `stuck` is the workflow's name if none of its jobs can start."""
    first, *others = edges
    advice = "remove one of these requirements" if others else "remove the requirement"
    return Problem(
        first.place,
        f"job `{first.source}` requires itself{_through([edge.source for edge in others])}",
        related=tuple(Related(edge.place, f"`{edge.source}` requires `{edge.target}`") for edge in others),
        help=advice if stuck is None else f"{advice}: no job of workflow `{stuck}` can start",
    )


def _through(names: list[str]) -> str:
    quoted = [f"`{name}`" for name in names]
    if not quoted:
        return ""
    if len(quoted) > MOST_NAMED:
        return f" through {', '.join(quoted[:MOST_NAMED])} and {len(quoted) - MOST_NAMED} more"
    *others, last = quoted
    return f" through {', '.join(others)} and {last}" if others else f" through {last}"
