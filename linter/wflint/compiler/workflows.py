"""Compile one workflow to its graph: entries, final names, what they require, the nodes CircleCI adds."""

from __future__ import annotations

from wflint.compiler.compiled import CompiledJob, CompiledMapping, CompiledRequirement, CompiledScalar, Unknown
from wflint.compiler.contexts import contexts_of
from wflint.compiler.groups import SUCCESS, TERMINAL, GroupCall, group_call, locked, surrounded, without_repeated
from wflint.compiler.instances import Instance, instances, text_of
from wflint.compiler.jobs import arguments
from wflint.compiler.library import Found, Opaque
from wflint.compiler.matrix import matrix_data
from wflint.compiler.names import Answer, Namespace
from wflint.compiler.rendering import render
from wflint.diagnostic import Frame
from wflint.model.build import make_invocation
from wflint.model.names import STATUSES
from wflint.model.workflow import Workflow
from wflint.records import NamedTuple
from wflint.syntax.nodes import Mapping as MappingNode
from wflint.syntax.nodes import Scalar as ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wflint.compiler.compilation import Compilation
    from wflint.compiler.compiled import CompiledBody, CompiledValue, Guard
    from wflint.compiler.scope import Scope
    from wflint.model.config import Config
    from wflint.model.workflow import Invocation, Requirement
    from wflint.syntax.nodes import Scalar


class Expansion(NamedTuple):
    """A workflow's entries, matrices and groups expanded, before names are final.

    `doubt` says when the workflow exists, as `Compilation.doubt`.
    """

    workflow: Workflow
    guards: tuple[Guard, ...]
    entries: tuple[Instance | GroupCall, ...]
    is_complete: bool
    doubt: str | None

    @property
    def jobs(self) -> tuple[Instance, ...]:
        """Every instance, those inside groups too, in the order of the text."""
        found: list[Instance] = []
        for entry in self.entries:
            found += [entry] if isinstance(entry, Instance) else entry.members
        return tuple(found)


def implicit_workflow(config: Config) -> Workflow | None:
    """The workflow of a config without `workflows`: it is called `workflow` and runs the job `build`."""
    root = config.root
    job = config.jobs.get("build")
    if root is None or job is None or root.entry("workflows") is not None or config.kind in {"orb", "part", "other"}:
        return None
    name = ScalarNode(job.name.source, job.name.start, job.name.end, "workflow")
    return Workflow(name, job.name, (make_invocation(job.name, None, job.name),), None, None, None)


def expand(
    workflow: Workflow, guards: tuple[Guard, ...], doubt: str | None, scope: Scope, compilation: Compilation
) -> Expansion:
    """Expand the entries of a workflow."""
    frame = Frame("workflow", workflow.name.value, workflow.name.place, None)
    config = scope.library.config if scope.library is not None else None
    entries: list[Instance | GroupCall] = []
    is_complete = True
    for invocation in workflow.invocations:
        name = invocation.job.value
        if config is not None and name in config.job_groups and name not in config.jobs:
            entries.append(group_call(config.job_groups[name], invocation, scope, frame, compilation))
            continue
        found = instances(invocation, scope, frame, compilation)
        is_complete = is_complete and all(instance.is_name_known for instance in found)
        entries += found
    kept = without_repeated(entries, workflow.name.value, compilation)
    return Expansion(workflow, guards, kept, is_complete, doubt)


def graph(
    expansion: Expansion,
    final: Mapping[int, str | None],
    body: Callable[[Instance], CompiledBody | None],
    compilation: Compilation,
) -> tuple[tuple[CompiledJob, ...], tuple[str, ...]]:
    """The jobs of a workflow with their requirements, and the final names in order with exact repeats."""
    calls = [entry for entry in expansion.entries if isinstance(entry, GroupCall)]
    groups = {call.label: call.end for call in calls}
    plain = [entry for entry in expansion.entries if isinstance(entry, Instance)]
    names = Namespace(plain, final, groups)
    repeated = _first_names(plain, final)
    jobs: list[CompiledJob] = []
    order: list[str] = []
    for entry in expansion.entries:
        if isinstance(entry, Instance):
            if final[id(entry)] is None:
                order.append(repeated[id(entry)])
                continue
            added = locked(_job(entry, names, final, body, compilation))
            jobs += added
            order += [job.name for job in added]
            continue
        inner = Namespace(entry.members, final, {}, f"{entry.label}-")
        members = [
            _job(member, inner, final, body, compilation) for member in entry.members if final[id(member)] is not None
        ]
        requires = _requires(entry.invocation, entry.scope, entry.frame, names, None, compilation)
        serial = _serial_group(entry.invocation, entry.scope, entry.frame, compilation)
        nodes = surrounded(entry, requires, members, serial)
        jobs += nodes
        order += [node.name for node in nodes]
    return tuple(jobs), tuple(order)


def _first_names(plain: list[Instance], final: Mapping[int, str | None]) -> dict[int, str]:
    """The final name of the entry that an exact repeat repeats, by the `id` of the repeat."""
    if all(final[id(instance)] is not None for instance in plain):
        return {}
    from wflint.compiler.instances import identity

    bodies = {id(instance.invocation): instance.invocation.body for instance in plain}
    identities = {key: identity(body) for key, body in bodies.items()}
    first: dict[object, str] = {}
    repeated: dict[int, str] = {}
    for instance in plain:
        written = (instance.name, identities[id(instance.invocation)])
        name = final[id(instance)]
        if name is None:
            repeated[id(instance)] = first.get(written, instance.name)
        else:
            first.setdefault(written, name)
    return repeated


def _job(
    instance: Instance,
    names: Namespace,
    final: Mapping[int, str | None],
    body: Callable[[Instance], CompiledBody | None],
    compilation: Compilation,
) -> CompiledJob:
    invocation = instance.invocation
    if invocation.filters is not None and invocation.filters.expression is not None:
        _report_values(invocation.filters.expression, instance, compilation)
    is_opaque = isinstance(instance.found, Opaque) or (instance.found is None and instance.type == "build")
    return CompiledJob(
        name=final[id(instance)] or instance.name,
        written=instance.name,
        job=invocation.job.value,
        type=instance.type,
        invocation=invocation,
        requires=_requires(invocation, instance.scope, instance.frame, names, instance, compilation),
        filters=invocation.filters,
        contexts=contexts_of(instance, compilation) if invocation.contexts else (),
        frame=instance.frame,
        body=body(instance),
        matrix=tuple([(name, matrix_data(value)) for name, value in instance.combination.items()]),
        alias=instance.alias,
        group=instance.group,
        serial_group=_serial_group(invocation, instance.scope, instance.frame, compilation)
        if instance.group is None
        else None,
        is_opaque=is_opaque,
        entries=_entries(instance, compilation),
        definition=_definition(instance, compilation),
    )


def _report_values(expression: Scalar, instance: Instance, compilation: Compilation) -> None:
    """Report pipeline values of a filter that do not exist; what else is wrong with it is a rule's matter."""
    from wflint.compiler.expression_syntax import ExpressionError, names_in, parse
    from wflint.compiler.values import PARAMETER_PREFIX
    from wflint.compiler.variables import report_value

    parsed = parse(expression.value)
    if not instance.scope.has_templates or "<<" in expression.value or isinstance(parsed, ExpressionError):
        return
    for name in names_in(parsed):
        if name.name.startswith("pipeline.") and not name.name.startswith(PARAMETER_PREFIX):
            report_value(name, 0, expression, instance.scope, instance.frame, compilation)


def _entries(instance: Instance, compilation: Compilation) -> tuple[tuple[Scalar, CompiledValue], ...]:
    body = instance.invocation.body
    if body is None:
        return ()
    return tuple(
        [
            (key, render(value, instance.scope, instance.frame, compilation))
            for key, value in body.items()
            if key.value in {"filters", "context"}
        ]
    )


def _definition(instance: Instance, compilation: Compilation) -> CompiledMapping | None:
    """What defines a job that runs no steps, rendered with its arguments."""
    found = instance.found
    if instance.type == "build" or not isinstance(found, Found):
        return None
    node = found.definition.node
    if not isinstance(node, MappingNode):
        return None
    compilation.judged.add(id(found.definition))
    value = render(node, arguments(instance, found, compilation), instance.frame, compilation)
    return value if isinstance(value, CompiledMapping) else None


def _serial_group(
    invocation: Invocation, scope: Scope, frame: Frame, compilation: Compilation
) -> CompiledScalar | None:
    if invocation.serial_group is None:
        return None
    return text_of(invocation.serial_group, scope, frame, compilation)


def _requires(
    invocation: Invocation,
    scope: Scope,
    frame: Frame,
    names: Namespace,
    asking: Instance | None,
    compilation: Compilation,
) -> tuple[CompiledRequirement, ...]:
    return tuple([_requirement(written, scope, frame, names, asking, compilation) for written in invocation.requires])


def _requirement(
    written: Requirement,
    scope: Scope,
    frame: Frame,
    names: Namespace,
    asking: Instance | None,
    compilation: Compilation,
) -> CompiledRequirement:
    value = text_of(written.name, scope, frame, compilation)
    statuses = SUCCESS
    if written.statuses:
        statuses = _statuses(tuple([text_of(status, scope, frame, compilation) for status in written.statuses]))
    if isinstance(value.data, Unknown):
        return CompiledRequirement(written.name.value, (), statuses, written.name.place, 0, is_known=False)
    name = str(value.data)
    answer: Answer = names.answer(name, asking)
    return CompiledRequirement(
        name, answer.jobs, statuses, written.name.place, answer.candidates, answer.is_known, answer.by_job_name
    )


def _statuses(written: tuple[CompiledValue, ...]) -> frozenset[str]:
    words = {value.data for value in written if isinstance(value, CompiledScalar)}
    if "terminal" in words:
        return TERMINAL
    return frozenset(word for word in STATUSES if word in words) or SUCCESS
