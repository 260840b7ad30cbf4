"""Compile the body of one job: its arguments, its executor, its steps, laid out as CircleCI prints it."""

from __future__ import annotations

from wflint.compiler.compiled import (
    CompiledBody,
    CompiledMapping,
    CompiledScalar,
    CompiledSequence,
    DeferredSequence,
)
from wflint.compiler.executors import TYPES, UNKNOWN, JoinedEnvironment, executor_part
from wflint.compiler.library import Found
from wflint.compiler.parameters import Call, bind
from wflint.compiler.references import report_reference
from wflint.compiler.rendering import render
from wflint.compiler.scope import Scope
from wflint.compiler.sharing import parts_of
from wflint.compiler.steps import Surroundings, expand_item, expand_steps, located
from wflint.syntax.nodes import Mapping, Scalar, Sequence, resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.compiler.compilation import Compilation
    from wflint.compiler.compiled import CompiledStep, CompiledValue
    from wflint.compiler.executors import Entries, ExecutorPart
    from wflint.compiler.instances import Instance
    from wflint.compiler.sharing import Parts
    from wflint.diagnostic import Frame
    from wflint.syntax.nodes import Node, Value

LEFT_OUT = frozenset({"parameters", "description", "executor", "steps", "environment"})


def job_body(instance: Instance, compilation: Compilation) -> CompiledBody | None:
    """What a job runs; None for jobs without steps of their own and for those that are not at hand."""
    found = instance.found
    if instance.type != "build" or not isinstance(found, Found):
        return None
    if compilation.is_exhausted:
        return None
    compilation.judged.add(id(found.definition))
    compilation.steps_of_job = 0
    if report_reference("job", found, instance.frame, compilation):
        return None
    scope = arguments(instance, found, compilation)
    parts = parts_of(instance, found.definition, compilation)
    invocation = instance.invocation
    before = after = None
    if invocation.body is not None and scope.has_templates:
        before, after = invocation.body.get("pre-steps"), invocation.body.get("post-steps")
    steps: list[CompiledStep] = []
    if before is not None:
        steps += _steps_around(before, instance, scope, compilation)
    node = found.definition.node
    own = node.get("steps") if isinstance(node, Mapping) else None
    if own is not None:
        steps += _own_steps(own, scope, parts)
    if after is not None:
        steps += _steps_around(after, instance, scope, compilation)
    _report_remote_docker(steps, compilation)
    return _laid_out(node, steps, parts, scope)


def _steps_around(node: Value, instance: Instance, inside: Scope, compilation: Compilation) -> list[CompiledStep]:
    """The steps that an invocation adds; they read the job's parameters and stand outside of it."""
    outside = instance.scope
    scope = Scope(outside.element, outside.library, inside.values, inside.parameters, outside.matrix)
    written = render(node, scope, instance.frame, compilation)
    steps: list[CompiledStep] = []
    expand_steps(written, Surroundings(scope, instance.frame), compilation, steps)
    return steps


def _own_steps(node: Value, scope: Scope, parts: Parts) -> list[CompiledStep]:
    compilation = parts.compilation

    def expanded(node: Value, frame: Frame) -> list[CompiledStep]:
        steps: list[CompiledStep] = []
        if isinstance(node, Sequence):
            for item in node.items:
                steps += parts.part("step", resolve(item), expanded_item)
        else:
            expand_steps(render(node, scope, frame, compilation), Surroundings(scope, frame), compilation, steps)
        return steps

    def expanded_item(item: Value, frame: Frame) -> list[CompiledStep]:
        steps: list[CompiledStep] = []
        expand_item(render(item, scope, frame, compilation), Surroundings(scope, frame), compilation, steps)
        return steps

    return parts.part("steps", node, expanded)


def _laid_out(node: Value, steps: list[CompiledStep], parts: Parts, scope: Scope) -> CompiledBody:
    """Lay out a job: the executor's keys, its own, `environment`, what was lifted out of `machine`."""
    compilation, frame = parts.compilation, parts.instance.frame
    if not isinstance(node, Mapping):
        return CompiledBody(CompiledMapping((), node, frame), None, tuple(steps), is_complete=False)

    def rendered(value: Value, frame: Frame) -> CompiledValue:
        return render(value, scope, frame, compilation)

    def executor(value: Value, frame: Frame) -> ExecutorPart:
        return executor_part(value, scope, frame, compilation)

    written = node.get("executor") if scope.has_templates else None
    part = UNKNOWN if written is None else parts.part("executor", written, executor)
    is_certain = not any(step.is_opaque or step.guards for step in steps)
    all_steps = tuple(steps)
    own: Entries = []
    for key, value in node.items():
        if key.value == "steps":
            own.append((key, StepsValue(all_steps, value, frame, is_certain)))
        elif key.value == "environment" or key.value not in LEFT_OUT or not scope.has_templates:
            own.append((key, parts.part("value", value, rendered)))
    if steps and node.entry("steps") is None:
        key = Scalar(node.source, node.start, node.start, "steps")
        own.append((key, StepsValue(all_steps, node, frame, is_certain)))
    entries = _overlaid(part, own, frame) if scope.has_templates else own
    kind = next((key.value for key, _ in entries if key.value in TYPES), None)
    if written is not None and part.is_known and kind is None:
        message = f'executor `{part.name}` is missing a required key: "docker", "machine", or "macos"'
        compilation.report("executor-missing", written.place, message, frame)
    is_complete = (written is None or part.is_known) and (is_certain or not any(step.is_opaque for step in steps))
    data = CompiledMapping(tuple(entries), node, frame, is_complete)
    return CompiledBody(data, kind, all_steps, is_complete)


def step_value(step: CompiledStep) -> CompiledValue:
    """A step as CircleCI prints it: a bare word, or a map of one key."""
    if step.body is None:
        return CompiledScalar(step.name, step.key, step.frame)
    return CompiledMapping(((step.key, step.body),), step.node, step.frame)


def arguments(instance: Instance, found: Found, compilation: Compilation) -> Scope:
    """Bind the arguments of an invocation; maps for executor parameters are rendered inside the job."""
    invocation = instance.invocation
    job = found.definition
    if not instance.scope.has_templates:
        return Scope(f"job `{found.name}`", found.library, instance.scope.values)
    given: Entries = []
    late: list[tuple[Scalar, Mapping]] = []
    for entry in invocation.arguments:
        key, node = resolve(entry.key), resolve(entry.value)
        if not isinstance(key, Scalar):
            continue
        parameter = job.parameters.get(key.value)
        kind = parameter.type.value if parameter is not None and parameter.type is not None else ""
        if kind == "executor" and isinstance(node, Mapping):
            late.append((key, node))
            continue
        value = render(node, instance.scope, instance.frame, compilation)
        given.append((key, located(value, instance.scope)))
    if invocation.matrix is not None:
        named = {key.value for key, _ in given}
        given += [
            (invocation.matrix.parameters[name][0], value)
            for name, value in instance.combination.items()
            if name not in named and not (name == "name" and "name" not in job.parameters)
        ]
    if late:
        parameters: dict[str, CompiledValue] = {key.value: value for key, value in given}
        outside = instance.scope
        inside = Scope(outside.element, outside.library, outside.values, parameters, outside.matrix)
        declared = {name: parameter.default for name, parameter in job.parameters.items()}
        for name, default in declared.items():
            if name not in parameters and default is not None:
                parameters[name] = render(default, instance.scope, instance.frame, compilation)
        given += [(key, render(node, inside, instance.frame, compilation)) for key, node in late]
    overriding = invocation.body.get("override-with") if invocation.body is not None else None
    is_overridden = found.library is not instance.scope.library
    call = Call(
        "job",
        overriding.value if is_overridden and isinstance(overriding, Scalar) else invocation.job.value,
        found,
        given,
        library=instance.scope.library,
        key=invocation.job,
        frame=instance.frame.parent,
    )
    return bind(call, instance.scope.values, instance.frame, compilation)


class StepsValue(DeferredSequence):
    """The list of steps of a compiled job, as CircleCI prints it."""

    __slots__ = ("steps",)

    def __init__(self, steps: tuple[CompiledStep, ...], node: Node, frame: Frame | None, is_complete: bool) -> None:
        super().__init__(node, frame, is_complete)
        self.steps = steps

    def make(self) -> tuple[CompiledValue, ...]:
        """The items in order."""
        return tuple([step_value(step) for step in self.steps])


def _overlaid(part: ExecutorPart, own: Entries, frame: Frame | None) -> Entries:
    """The job's keys over the executor's; `environment` is joined, and stands where the job has it, else last."""
    written = {key.value: value for key, value in own}
    entries: Entries = []
    inherited: tuple[CompiledMapping | CompiledSequence, ...] = ()
    environment_key: Scalar | None = None
    for key, value in part.entries:
        if key.value == "environment":
            inherited = _environment(value)
            environment_key = key
        else:
            entries.append((key, written.get(key.value, value)))
    known = {key.value for key, _ in entries}
    for key, value in own:
        if key.value == "environment":
            parts = (*inherited, *_environment(value))
            if parts:
                entries.append((key, JoinedEnvironment(parts, value.node, frame)))
            inherited = ()
        elif key.value not in known:
            entries.append((key, value))
    if inherited and environment_key is not None:
        entries.append((environment_key, JoinedEnvironment(inherited, environment_key, frame)))
    entries += [entry for entry in part.hoisted if entry[0].value not in written]
    return entries


def _environment(value: CompiledValue) -> tuple[CompiledMapping | CompiledSequence, ...]:
    """An `environment` if it holds anything: a scalar and an empty map or list do not."""
    if isinstance(value, CompiledMapping):
        return (value,) if value.is_as_written or value.entries else ()
    return (value,) if isinstance(value, CompiledSequence) and (value.is_as_written or value.items) else ()


def _report_remote_docker(steps: list[CompiledStep], compilation: Compilation) -> None:
    certain = [step for step in steps if step.name == "setup_remote_docker" and not step.guards]
    for step in certain[1:]:
        message = "more than one `setup_remote_docker` in a job is not valid"
        compilation.report("remote-docker-twice", step.place, message, step.frame)
