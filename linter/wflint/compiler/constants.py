"""Conditions that come out the same for all values of what they read."""

from __future__ import annotations

from wflint.compiler.compilation import Compilation
from wflint.compiler.compiled import CompiledMapping, CompiledScalar, CompiledSequence, Unknown
from wflint.compiler.expressions import ExpressionError, names_in, parse
from wflint.compiler.library import Found, Library
from wflint.compiler.logic import step_verdict, workflow_verdict
from wflint.compiler.rendering import render
from wflint.compiler.scope import Scope
from wflint.compiler.values import check_values
from wflint.model.build import scalars_of
from wflint.records import NamedTuple
from wflint.syntax.contents import content_of
from wflint.syntax.nodes import Mapping, Scalar, Sequence, resolve
from wflint.syntax.scalars import scalar_data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from wflint.compiler.compiled import CompiledValue
    from wflint.compiler.values import Values
    from wflint.model.config import Config
    from wflint.model.workflow import Workflow
    from wflint.syntax.nodes import Node, Value


class ConstantCondition(NamedTuple):
    """A condition that always holds, or never.

    `node` is the condition as written under `key` (`when`, `unless`), `value` what it always is, before negation.
    `workflow` is None for the condition of a step. `is_text` says that it is nothing but a text, which counts as true
    if it is not empty. `is_meant` says that it is written so on purpose: it is a literal, or holds `true` or `false`,
    or compares literals only.
    """

    key: Scalar
    node: Value
    value: bool
    workflow: Workflow | None
    is_text: bool
    is_meant: bool

    @property
    def holds(self) -> bool:
        """Whether what stands under it always exists."""
        return self.value is (self.key.value == "when")


def constant_conditions(config: Config) -> Iterator[ConstantCondition]:
    """The constant conditions of workflows, then of the steps of commands and jobs, inline orbs last.

    Faulty conditions are none, nor are those that compare values of different types: what CircleCI makes of that in
    a logic statement is not documented.
    """
    if not config.is_2_1:
        return
    values = check_values(config)
    found: dict[Hashable, _Constant | None] = {}
    for workflow in config.workflows.values():
        if isinstance(workflow.node, Mapping):
            for name in ("when", "unless"):
                entry = workflow.node.entry(name)
                if entry is not None and isinstance(key := resolve(entry.key), Scalar):
                    node = resolve(entry.value)
                    content = content_of(node)
                    if content not in found:
                        found[content] = _of_workflow(node, values)
                    constant = found[content]
                    if constant is not None:
                        yield ConstantCondition(key, node, constant.value, workflow, False, constant.is_meant)
    yield from _of_steps(Library(config, _no_orbs), values)


class _Constant(NamedTuple):
    """What a condition always is, wherever it stands; see `ConstantCondition`."""

    value: bool
    is_text: bool
    is_meant: bool


def _of_workflow(node: Value, values: Values) -> _Constant | None:
    compilation = Compilation()
    scope = Scope("a workflow", None, values)
    verdict = workflow_verdict(node, scope, None, compilation)
    if verdict.value is not None and not compilation.problems:
        rendered = render(node, scope, None, compilation)
        if not _compares_types(rendered):
            return _Constant(verdict.value, is_text=False, is_meant=not _reads(node))
    return None


def _of_steps(library: Library, values: Values) -> Iterator[ConstantCondition]:
    config = library.config
    found: dict[Hashable, _Constant | None] = {}
    for section, definitions in (("command", config.commands), ("job", config.jobs)):
        for definition in definitions.values():
            node = definition.node
            steps = node.get("steps") if isinstance(node, Mapping) else None
            conditions = list(_conditions(steps)) if isinstance(steps, Sequence) else []
            if not conditions:
                continue
            declared = tuple([(name, content_of(each.node)) for name, each in definition.parameters.items()])
            scope = _scope(section, Found(library, definition.name.value, definition), values)
            for key, condition in conditions:
                content = content_of(condition), declared
                if content not in found:
                    found[content] = _of_step(condition, scope)
                constant = found[content]
                if constant is not None:
                    yield ConstantCondition(key, condition, constant.value, None, constant.is_text, constant.is_meant)
    for alias, orb in config.orbs.items():
        inner = library.orb(alias) if orb.inline is not None else None
        if isinstance(inner, Library):
            yield from _of_steps(inner, values)


def _conditions(steps: Sequence) -> Iterator[tuple[Scalar, Value]]:
    """The conditions of steps with the words they stand under, those outside first."""
    for item in map(resolve, steps.items):
        if not isinstance(item, Mapping) or len(item.entries) != 1:
            continue
        for key, body in item.items():
            if key.value not in {"when", "unless"} or not isinstance(body, Mapping):
                continue
            condition = body.get("condition")
            if condition is not None:
                yield key, condition
            inner = body.get("steps")
            if isinstance(inner, Sequence):
                yield from _conditions(inner)


def _of_step(node: Value, scope: Scope) -> _Constant | None:
    compilation = Compilation()
    rendered = render(node, scope, None, compilation)
    verdict = step_verdict(rendered, scope, None, compilation, node)
    if verdict.value is None or compilation.problems or _compares_types(rendered):
        return None
    reads = _reads(node)
    is_text = not reads and isinstance(node, Scalar) and isinstance(scalar_data(node), str)
    return _Constant(verdict.value, is_text, is_meant=not reads and not is_text)


def _scope(section: str, found: Found, values: Values) -> Scope:
    """The scope inside a definition with nothing known of its arguments but the values they may have."""
    parameters: dict[str, CompiledValue] = {}
    for name, parameter in found.definition.parameters.items():
        kind = parameter.type.value if parameter.type is not None else "any"
        domain: tuple[str | bool, ...] | None = (False, True) if kind == "boolean" else None
        if kind == "enum" and parameter.enum is not None:
            data = [scalar_data(item) for item in scalars_of(parameter.enum) or ()]
            texts = [item for item in data if isinstance(item, str)]
            domain = tuple(texts) if texts and len(texts) == len(data) else None
        unknown = Unknown(kind, (f"parameters.{name}",), domain)
        parameters[name] = CompiledScalar(unknown, parameter.name, None)
    return Scope(f"{section} `{found.name}`", found.library, values, parameters)


def _reads(node: Node) -> bool:
    """Whether a condition reads anything, and has no `true` or `false` written into it that decides on purpose."""
    scalars = list(_scalars(node))
    if any(isinstance(scalar_data(scalar), bool) for scalar in scalars):
        return False
    return any("<<" in scalar.value or _has_names(scalar.value) for scalar in scalars)


def _has_names(text: str) -> bool:
    expression = parse(text)
    return not isinstance(expression, ExpressionError) and any("." in name.name for name in names_in(expression))


def _scalars(node: Node) -> Iterator[Scalar]:
    value = resolve(node)
    if isinstance(value, Scalar):
        yield value
        return
    for inner in value.items if isinstance(value, Sequence) else [child for _, child in value.items()]:
        yield from _scalars(inner)


def _compares_types(value: CompiledValue) -> bool:
    """Whether a logic statement compares scalars of different types somewhere."""
    if isinstance(value, CompiledScalar):
        return False
    if isinstance(value, CompiledSequence):
        return any(map(_compares_types, value.items))
    for key, operand in value.entries:
        if key.value == "equal" and isinstance(operand, CompiledSequence):
            types = set().union(*(_types(item) for item in operand.items))
            if len(types) > 1:
                return True
        elif _compares_types(operand):
            return True
    return False


def _types(value: CompiledValue) -> set[str]:
    if isinstance(value, CompiledMapping | CompiledSequence):
        return {type(value).__name__}
    if not isinstance(value.data, Unknown):
        return {type(value.data).__name__}
    if value.data.domain is None:
        return set()
    return {type(item).__name__ for item in value.data.domain}


def _no_orbs(_: str) -> None:
    return None
