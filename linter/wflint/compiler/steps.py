"""Expand lists of steps: commands, conditions and lists of steps handed over, down to CircleCI's own steps."""

from __future__ import annotations

from wflint.compiler.compiled import (
    CompiledMapping,
    CompiledScalar,
    CompiledSequence,
    CompiledStep,
    Guard,
    Unknown,
)
from wflint.compiler.library import Found, Opaque
from wflint.compiler.parameters import Call, bind
from wflint.compiler.references import report_reference
from wflint.compiler.rendering import render
from wflint.diagnostic import Frame
from wflint.model.names import BUILT_IN_STEPS
from wflint.syntax.nodes import Mapping, Scalar, resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.compiler.compilation import Compilation
    from wflint.compiler.compiled import CompiledValue
    from wflint.compiler.scope import Scope
    from wflint.diagnostic import Frame as Chain
    from wflint.syntax.nodes import Node

DEEPEST = 150


class Surroundings:
    """Where steps are expanded: how their names are looked up, the chain of calls, undecided conditions around them.

    `active` are the commands being expanded, outermost first, each with the scope inside it; a list of steps that was
    handed over is expanded where it was written, so those called since are not among them. `depth` counts them all.
    `is_shallow`: calls are checked but not expanded, and steps are looked at whose condition does not hold.
    """

    __slots__ = ("active", "depth", "frame", "guards", "is_shallow", "scope")

    def __init__(
        self,
        scope: Scope,
        frame: Chain | None,
        guards: tuple[Guard, ...] = (),
        active: tuple[tuple[Found, Scope], ...] = (),
        *,
        depth: int = 0,
        is_shallow: bool = False,
    ) -> None:
        self.scope = scope
        self.frame = frame
        self.guards = guards
        self.active = active
        self.depth = depth
        self.is_shallow = is_shallow

    def inside(
        self,
        scope: Scope,
        frame: Chain | None,
        guards: tuple[Guard, ...],
        active: tuple[tuple[Found, Scope], ...],
    ) -> Surroundings:
        """Other surroundings, calls treated alike."""
        return Surroundings(scope, frame, guards, active, depth=self.depth, is_shallow=self.is_shallow)

    def back_in(self, scope: Scope) -> Surroundings:
        """These, seen from the scope of one of the active commands, or from one outside of all of them."""
        depth = next((depth for depth, (_, inner) in enumerate(self.active, 1) if inner is scope), 0)
        return self.inside(scope, self.frame, self.guards, self.active[:depth])


def expand_steps(
    value: CompiledValue | None, around: Surroundings, compilation: Compilation, found: list[CompiledStep]
) -> None:
    """Append the steps that a rendered list stands for, in order; what is no list adds nothing.

    A list of unknown content adds an opaque step.
    """
    if isinstance(value, CompiledSequence):
        if value.scope is not None:
            around = around.back_in(value.scope)
        for item in value.items:
            if compilation.is_exhausted:
                return
            expand_item(item, around, compilation, found)
    elif isinstance(value, CompiledScalar) and isinstance(value.data, Unknown):
        found.append(_opaque("steps", value.node, value.node, around))


def expand_item(item: CompiledValue, around: Surroundings, compilation: Compilation, found: list[CompiledStep]) -> None:
    """Append the steps that one rendered item stands for; what is no step adds nothing."""
    if not compilation.count_steps(1, item.node, around.frame):
        return
    if isinstance(item, CompiledScalar):
        if isinstance(item.data, str):
            _expand_step(item.data, item.node, None, item, around, compilation, found)
        elif isinstance(item.data, Unknown):
            found.append(_opaque("steps", item.node, item.node, around))
    elif isinstance(item, CompiledMapping) and (entries := item.entries):
        key, body = entries[0]
        if len(entries) > 1 and isinstance(body, CompiledScalar) and body.data is None:
            # The classic bad indent: CircleCI keeps the first key as a step without arguments.
            _expand_step(key.value, key, None, item, around, compilation, found)
        else:
            _expand_step(key.value, key, body, item, around, compilation, found)


def _expand_step(
    name: str,
    key: Scalar,
    body: CompiledValue | None,
    item: CompiledValue,
    around: Surroundings,
    compilation: Compilation,
    found: list[CompiledStep],
) -> None:
    library = around.scope.library
    command = library.command(name) if library is not None and around.scope.has_templates else None
    if isinstance(command, Found) and name in BUILT_IN_STEPS and _is_active(command, around):
        # A command that replaces a step of CircleCI's may use that step itself.
        command = None
    if isinstance(command, Found):
        _call(name, key, body, command, around, compilation, found)
    elif isinstance(command, Opaque):
        compilation.opaque(command)
        found.append(_opaque(name, key, item.node, around))
    elif name == "run" and isinstance(body, CompiledScalar):
        entries = ((_command_key(body.node), body),)
        long = CompiledMapping(entries, body.node, body.frame)
        found.append(CompiledStep(name, long, item.node, key, around.frame, around.guards))
    elif name in {"when", "unless"} and around.scope.has_templates:
        _conditional(name, key, body, around, compilation, found)
    elif name == "steps" and body is not None:
        expand_steps(body, around, compilation, found)
    elif name in BUILT_IN_STEPS or not around.scope.has_templates or _is_function(name, around.scope):
        found.append(CompiledStep(name, body, item.node, key, around.frame, around.guards))
    else:
        found.append(_opaque(name, key, item.node, around))
        has_siblings = isinstance(item, CompiledMapping) and len(item.entries) > 1
        if library is not None and name not in library.config.jobs and not has_siblings:
            _report_unknown(key, around, compilation)


def _call(
    name: str,
    key: Scalar,
    body: CompiledValue | None,
    command: Found,
    around: Surroundings,
    compilation: Compilation,
    found: list[CompiledStep],
) -> None:
    node = command.definition.node
    if _is_active(command, around):
        names = [other.name for other, _ in around.active]
        loop = " → ".join([*names[names.index(command.name) if command.name in names else 0 :], command.name])
        compilation.report("recursion", key.place, f"command `{name}` calls itself: {loop}", around.frame)
        return
    if around.depth >= DEEPEST:
        message = f"commands are nested deeper than {DEEPEST}"
        compilation.report("too-large", key.place, message, around.frame)
        return
    if not around.is_shallow:
        compilation.judged.add(id(command.definition))
    if report_reference("command", command, around.frame, compilation):
        found.append(_opaque(name, key, key, around))
        return
    arguments = body.entries if isinstance(body, CompiledMapping) else ()
    frame = Frame("command", name, key.place, around.frame)
    call = Call(
        "command",
        name,
        command,
        [(argument, located(value, around.scope)) for argument, value in arguments],
        library=around.scope.library,
        key=key,
        frame=around.frame,
    )
    scope = bind(call, around.scope.values, frame, compilation)
    steps = node.get("steps") if isinstance(node, Mapping) else None
    if steps is None or around.is_shallow:
        return
    inner = around.inside(scope, frame, around.guards, (*around.active, (command, scope)))
    inner.depth += 1
    expand_steps(render(steps, scope, frame, compilation), inner, compilation, found)


def _is_active(command: Found, around: Surroundings) -> bool:
    return any(command.definition is other.definition for other, _ in around.active)


def located(value: CompiledValue, scope: Scope) -> CompiledValue:
    """An argument that remembers, if it is a list of steps, where its names are looked up."""
    if isinstance(value, CompiledSequence) and value.scope is None:
        return CompiledSequence(value.items, value.node, value.frame, value.is_complete, scope)
    return value


def _conditional(
    name: str,
    key: Scalar,
    body: CompiledValue | None,
    around: Surroundings,
    compilation: Compilation,
    found: list[CompiledStep],
) -> None:
    from wflint.compiler.conditions import doubt_of, guard_of
    from wflint.compiler.logic import step_verdict

    if not isinstance(body, CompiledMapping):
        return
    condition = body.get("condition")
    if condition is None:
        return
    node = resolve(body.node)
    written = node.get("condition") if isinstance(node, Mapping) else None
    verdict = step_verdict(condition, around.scope, around.frame, compilation, written)
    guard = guard_of(resolve(condition.node) if written is None else written, name == "unless", verdict, around.frame)
    if guard.value is False and not around.is_shallow:
        compilation.pass_over(key, body.node)
        return
    compilation.judged.add(id(key))
    if guard.value is True:
        expand_steps(body.get("steps"), around, compilation, found)
        return
    inner = around.inside(around.scope, around.frame, (*around.guards, guard), around.active)
    with compilation.doubting(None if guard.at_defaults is True else doubt_of(guard, around.scope)):
        expand_steps(body.get("steps"), inner, compilation, found)


def _command_key(node: Scalar) -> Scalar:
    return Scalar(node.source, node.start, node.end, "command")


def _opaque(name: str, key: Scalar, node: Node, around: Surroundings) -> CompiledStep:
    return CompiledStep(name, None, node, key, around.frame, around.guards, is_opaque=True)


def _is_function(name: str, scope: Scope) -> bool:
    root = scope.library.config.root if scope.library is not None else None
    functions = root.get("functions") if root is not None else None
    return isinstance(functions, Mapping) and functions.get(name.partition("/")[0]) is not None


def _report_unknown(key: Scalar, around: Surroundings, compilation: Compilation) -> None:
    from wflint.compiler.problems import offered, report_unknown_element

    library = around.scope.library
    if library is None:
        return
    if "/" in key.value:
        report_unknown_element("command", key, library, around.frame, compilation)
        return
    advice = offered(key.value, library.names("step"))
    message = f"cannot find a definition for command named `{key.value}`"
    compilation.report("unknown-command", key.place, message, around.frame, help=advice)
