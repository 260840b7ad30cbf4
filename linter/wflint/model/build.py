"""Build the model from a document: tolerant of every shape, complete for what is well-formed."""

from __future__ import annotations

from wflint.model.config import Config, Orb
from wflint.model.executable import Command, Executor, Job, is_null, parameters_of
from wflint.model.names import INVOCATION_KEYS
from wflint.model.workflow import Filters, Invocation, JobGroup, Matrix, Patterns, Requirement, Trigger, Workflow
from wflint.syntax.nodes import Mapping, Scalar, Sequence, resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from wflint.syntax.document import Document
    from wflint.syntax.nodes import Node, Value

    T = TypeVar("T")


def build(document: Document, kind: str = "config") -> Config:
    """Build the model of a whole document; `kind` as in `Config.kind`."""
    root = resolve(document.root) if document.root is not None else None
    return build_mapping(document, root if isinstance(root, Mapping) else None, kind)


def build_mapping(document: Document, root: Mapping | None, kind: str) -> Config:
    """Build the model of a config's or orb's mapping, which may be a part of the document."""
    version = root.get("version") if root is not None else None

    def section(name: str, make: Callable[[Scalar, Value], T]) -> dict[str, T]:
        body = root.get(name) if root is not None else None
        return {key.value: make(key, value) for key, value in body.items()} if isinstance(body, Mapping) else {}

    def make_orb(name: Scalar, value: Value) -> Orb:
        if isinstance(value, Mapping):
            return Orb(name, None, build_mapping(document, value, "orb"))
        return Orb(name, value if isinstance(value, Scalar) and not is_null(value) else None, None)

    workflows = section("workflows", make_workflow)
    workflows.pop("version", None)
    return Config(
        document=document,
        kind=kind,
        root=root,
        version=version if isinstance(version, Scalar) else None,
        parameters=parameters_of(root) if root is not None else {},
        orbs=section("orbs", make_orb),
        commands=section("commands", lambda name, node: Command(name, node, parameters_of(node))),
        executors=section("executors", lambda name, node: Executor(name, node, parameters_of(node))),
        jobs=section("jobs", make_job),
        job_groups=section("job-groups", lambda name, node: JobGroup(name, node, invocations_of(node))),
        workflows=workflows,
    )


def make_job(name: Scalar, node: Value) -> Job:
    """Build one job's definition."""
    kind = node.get("type") if isinstance(node, Mapping) else None
    return Job(name, node, kind.value if isinstance(kind, Scalar) else "build", parameters_of(node))


def make_workflow(name: Scalar, node: Value) -> Workflow:
    """Build one workflow."""
    if not isinstance(node, Mapping):
        return Workflow(name, node, (), None, None, None)
    triggers = node.get("triggers")
    return Workflow(
        name,
        node,
        invocations_of(node),
        node.get("when"),
        node.get("unless"),
        None if triggers is None else _triggers(triggers),
    )


def invocations_of(node: Value) -> tuple[Invocation, ...]:
    """The entries of a `jobs` list; items that invoke nothing are left out, of several keys the first counts."""
    jobs = node.get("jobs") if isinstance(node, Mapping) else None
    if not isinstance(jobs, Sequence):
        return ()
    found = []
    for item in jobs.items:
        value = resolve(item)
        if isinstance(value, Scalar):
            if not is_null(value):
                found.append(make_invocation(value, None, item))
        elif isinstance(value, Mapping):
            for key, body in value.items():
                found.append(make_invocation(key, body if isinstance(body, Mapping) else None, item))
                break
    return tuple(found)


def make_invocation(job: Scalar, body: Mapping | None, node: Node) -> Invocation:
    """Build one invocation from the name and the map behind it."""
    if body is None:
        return Invocation(job, node, None, None, (), None, None, None, (), None, ())
    filters = body.get("filters")
    matrix = body.get("matrix")
    return Invocation(
        job=job,
        node=node,
        body=body,
        name=_scalar(body.get("name")),
        requires=_requirements(body.get("requires")),
        filters=None if filters is None else make_filters(filters),
        type=_scalar(body.get("type")),
        matrix=None if matrix is None else _matrix(matrix),
        contexts=scalars_of(body.get("context")) or (),
        serial_group=_scalar(body.get("serial-group")),
        arguments=tuple(entry for entry in body.effective if entry.name not in INVOCATION_KEYS),
    )


def make_filters(node: Value) -> Filters:
    """Build `filters:`; a text is an expression."""
    if isinstance(node, Mapping):
        return Filters(node, None, _patterns(node.get("branches")), _patterns(node.get("tags")))
    return Filters(node, _scalar(node), None, None)


def scalars_of(node: Value | None) -> tuple[Scalar, ...] | None:
    """A text or a list of texts as a tuple; None for an absent or null node, items of other kinds left out."""
    if node is None:
        return None
    if isinstance(node, Scalar):
        return None if is_null(node) else (node,)
    if isinstance(node, Sequence):
        return tuple(item for item in map(resolve, node.items) if isinstance(item, Scalar))
    return ()


def _scalar(node: Value | None) -> Scalar | None:
    return node if isinstance(node, Scalar) and not is_null(node) else None


def _requirements(node: Value | None) -> tuple[Requirement, ...]:
    if isinstance(node, Scalar) and not is_null(node):
        return (Requirement(node, (), node),)
    if not isinstance(node, Sequence):
        return ()
    found = []
    for item in node.items:
        value = resolve(item)
        if isinstance(value, Scalar):
            found.append(Requirement(value, (), item))
        elif isinstance(value, Mapping):
            found.extend(Requirement(key, scalars_of(status) or (), item) for key, status in value.items())
    return tuple(found)


def _patterns(node: Value | None) -> Patterns | None:
    if node is None:
        return None
    if not isinstance(node, Mapping):
        return Patterns(node, None, None)
    return Patterns(node, scalars_of(node.get("only")), scalars_of(node.get("ignore")))


def _matrix(node: Value) -> Matrix:
    if not isinstance(node, Mapping):
        return Matrix(node, {}, None, None)
    parameters = node.get("parameters")
    exclude = node.get("exclude")
    return Matrix(
        node,
        {key.value: (key, value) for key, value in parameters.items()} if isinstance(parameters, Mapping) else {},
        exclude if isinstance(exclude, Sequence) else None,
        _scalar(node.get("alias")),
    )


def _triggers(node: Value) -> tuple[Trigger, ...]:
    if not isinstance(node, Sequence):
        return ()
    found = []
    for item in map(resolve, node.items):
        schedule = item.get("schedule") if isinstance(item, Mapping) else None
        if isinstance(schedule, Mapping):
            filters = schedule.get("filters")
            branches = filters.get("branches") if isinstance(filters, Mapping) else None
            found.append(Trigger(schedule, _scalar(schedule.get("cron")), _patterns(branches)))
    return tuple(found)
