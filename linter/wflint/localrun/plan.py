"""The plan of a local run: from a compiled workflow that an event starts to operations, pure.

Jobs that filters leave out are not in it; jobs that wait for a status which may come about are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint.compiler.compiled import CompiledMapping, CompiledSequence
from wflint.errors import UsageError
from wflint.localrun.ancestry import closure
from wflint.localrun.environment import node_environment, text_of, variables_of
from wflint.localrun.operations import JobPlan, Need, NodePlan, Service, WorkflowPlan
from wflint.localrun.paths import inside
from wflint.localrun.reading import text, texts, whole_number
from wflint.localrun.steps import operations_of, place_of
from wflint.localrun.unknowns import place_words, refuse_unknown
from wflint.pipeline.directories import DEFAULT_DIRECTORY
from wflint.syntax.nodes import Mapping, Scalar
from wflint.syntax.scalars import scalar_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wflint.compiler.compiled import CompiledBody, CompiledConfig, CompiledJob
    from wflint.localrun.environment import Surroundings
    from wflint.pipeline.plan import PlannedJob, PlannedWorkflow

MOST_NODES = 256
"""As many nodes a job may have here: a slip must not start thousands."""


def workflow_plan(
    planned: PlannedWorkflow,
    compiled: CompiledConfig,
    surroundings: Surroundings,
    *,
    jobs: Iterable[str] | None = None,
) -> WorkflowPlan:
    """Plan the jobs of a workflow that an event starts, in the order of the config.

    With `jobs`, final names of jobs that run, only these and all before them. Raises `UsageError` for what cannot be
    known here: an orb that is not at hand, a pipeline value nobody gave.
    """
    every = planned.compiled.jobs if planned.compiled is not None else ()
    possible = frozenset(job.name for job in planned.jobs if not is_left_out(job))
    graph = {
        job.name: [name for requirement in job.requires for name in requirement.jobs if name in possible]
        for job in every
        if job.name in possible
    }
    names = possible if jobs is None else closure(graph, jobs)
    refuse_unknown(planned, [job for job in planned.jobs if job.name in names], compiled)
    return WorkflowPlan(
        name=planned.name,
        jobs=tuple(_job(job, names, surroundings) for job in every if job.name in names),
        max_auto_reruns=_reruns(planned),
    )


def is_left_out(job: PlannedJob) -> bool:
    """Whether no outcome of other jobs lets a job run."""
    return job.runs == "no" and (job.reason is None or job.reason.kind != "upstream-status")


def _reruns(planned: PlannedWorkflow) -> int:
    """How often a failed workflow is rerun without anybody asking."""
    node = planned.compiled.workflow.node if planned.compiled is not None else None
    value = node.get("max_auto_reruns") if isinstance(node, Mapping) else None
    data = scalar_data(value) if isinstance(value, Scalar) else None
    return data if isinstance(data, int) and not isinstance(data, bool) else 0


def _job(job: CompiledJob, names: frozenset[str], surroundings: Surroundings) -> JobPlan:
    needs = tuple(
        Need(job=name, statuses=requirement.statuses)
        for requirement in job.requires
        for name in requirement.jobs
        if name in names
    )
    contexts = tuple(text_of(context.data) for context in job.contexts)
    serial_group = None if job.serial_group is None else text_of(job.serial_group.data)
    body = job.body
    if body is None:
        place = place_of(job.place)
        return JobPlan(name=job.name, type=job.type, place=place, needs=needs, serial_group=serial_group)
    images = _images(body)
    return JobPlan(
        name=job.name,
        type=job.type,
        place=place_of(job.place),
        needs=needs,
        executor=body.executor,
        image=_image(body, images),
        resource_class=text(body.data, "resource_class"),
        services=tuple(_service(image) for image in images[1:]),
        nodes=tuple(_nodes(job, body, contexts, surroundings)),
        serial_group=serial_group,
        contexts=contexts,
        user=text(images[0], "user") if images else None,
    )


def _nodes(
    job: CompiledJob, body: CompiledBody, contexts: tuple[str, ...], surroundings: Surroundings
) -> Iterator[NodePlan]:
    total = max(whole_number(body.data, "parallelism") or 1, 1)
    if total > MOST_NODES:
        raise UsageError(
            f"job `{job.name}` has {total} nodes ({place_words(job.place)}); here are at most {MOST_NODES}"
        )
    written = text(body.data, "working_directory") or DEFAULT_DIRECTORY
    # A relative one counts from the home directory; the documentation takes it for absolute.
    directory = inside("~", written)
    for index in range(total):
        yield NodePlan(
            index=index,
            total=total,
            environment=node_environment(
                body.data, surroundings, job=job.name, contexts=contexts, node=(index, total), directory=written
            ),
            working_directory=directory,
            operations=operations_of(body, directory, index),
        )


def _images(body: CompiledBody) -> tuple[CompiledMapping, ...]:
    value = body.data.get("docker")
    items = value.items if isinstance(value, CompiledSequence) else ()
    return tuple(item for item in items if isinstance(item, CompiledMapping))


def _image(body: CompiledBody, images: tuple[CompiledMapping, ...]) -> str | None:
    """What a job runs in: the primary container's image, that of its machine, or the version of Xcode."""
    if images:
        return text(images[0], "image")
    if body.executor == "macos":
        version = text(body.data.get("macos"), "xcode")
        return None if version is None else f"Xcode {version}"
    return text(body.data.get("machine"), "image")


def _service(image: CompiledMapping) -> Service:
    return Service(
        image=text(image, "image") or "",
        name=text(image, "name"),
        entrypoint=texts(image, "entrypoint"),
        command=texts(image, "command"),
        user=text(image, "user"),
        environment=tuple(variables_of(image.get("environment"), "image")),
    )
