"""What runs: steps, commands, executors, jobs and their parameters, as written."""

from __future__ import annotations

from wflint.records import NamedTuple
from wflint.syntax.nodes import Entry, Mapping, Node, Scalar, Sequence, Value, resolve


class Parameter(NamedTuple):
    """A declared parameter. `node` is its body; a missing or null `default` is None (the argument is required)."""

    name: Scalar
    node: Value
    type: Scalar | None
    default: Value | None
    enum: Sequence | None


class Step(NamedTuple):
    """One item of a list of steps.

    `name` is the step's key or word; `body` what follows it (None for the short form `- checkout`).
    `node` is the item as written, perhaps an alias. Items that are no step are left out.
    """

    name: Scalar
    body: Value | None
    node: Node


class Command(NamedTuple):
    """A definition under `commands:`; a body that is a text is a reference to another command."""

    name: Scalar
    node: Value
    parameters: dict[str, Parameter]

    @property
    def steps(self) -> tuple[Step, ...]:
        """Its steps as written; empty if there are none."""
        return steps_of(self.node.get("steps")) if isinstance(self.node, Mapping) else ()


class Executor(NamedTuple):
    """A definition under `executors:`; a body that is a text is a reference to another executor."""

    name: Scalar
    node: Value
    parameters: dict[str, Parameter]


class Job(NamedTuple):
    """A definition under `jobs:`; a body that is a text is a reference to another job.

    `type` is `build` where none is written.
    """

    name: Scalar
    node: Value
    type: str
    parameters: dict[str, Parameter]

    @property
    def steps(self) -> tuple[Step, ...]:
        """Its steps as written; empty if there are none."""
        return steps_of(self.node.get("steps")) if isinstance(self.node, Mapping) else ()


def steps_of(node: Value | None) -> tuple[Step, ...]:
    """The steps of a list; of an item with several keys only the first counts."""
    if not isinstance(node, Sequence):
        return ()
    steps = []
    for item in node.items:
        value = resolve(item)
        if isinstance(value, Scalar):
            if value.value:
                steps.append(Step(value, None, item))
        elif isinstance(value, Mapping):
            for key, body in value.items():
                steps.append(Step(key, body, item))
                break
    return tuple(steps)


def parameters_of(body: Value) -> dict[str, Parameter]:
    """The declared parameters of a job, command, executor or config, by name, in order."""
    declared = body.get("parameters") if isinstance(body, Mapping) else None
    if not isinstance(declared, Mapping):
        return {}
    return {key.value: _parameter(key, node) for key, node in declared.items()}


def is_null(node: Value) -> bool:
    """Whether a value is YAML's null, written or omitted."""
    return isinstance(node, Scalar) and node.style == "" and node.value in {"", "~", "null", "Null", "NULL"}


def _parameter(name: Scalar, node: Value) -> Parameter:
    if not isinstance(node, Mapping):
        return Parameter(name, node, None, None, None)
    kind = node.get("type")
    default = node.get("default")
    enum = node.get("enum")
    return Parameter(
        name,
        node,
        kind if isinstance(kind, Scalar) else None,
        None if default is None or is_null(default) else default,
        enum if isinstance(enum, Sequence) else None,
    )


__all__ = ["Command", "Entry", "Executor", "Job", "Parameter", "Step", "is_null", "parameters_of", "steps_of"]
