"""What a setup config hands over to the configs that it continues with, as far as it is written out."""

from __future__ import annotations

import re

from wflint import Mapping, NamedTuple, Scalar, Sequence, regex, resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Config, Node, Value

_FILTERING = "circleci/path-filtering@"
_CONTINUATION = "circleci/continuation@"
_DEFAULT_PATH = ".circleci/continue_config.yml"
_LINE = regex(r"^[ \t]*([^\s#]\S*)[ \t]+(\S+)[ \t]+(\S+)(?:[ \t]+(\S+))?[ \t]*$", re.MULTILINE)


class Handover(NamedTuple):
    """A pipeline parameter that is given to a continuation.

    `path` is the continuation's from the root of the repository, `value` the text of a JSON value. `written` is the
    scalar that holds the name from `start` to `end` of its value. `pattern` are the paths that have to change first;
    None if the parameter is always given.
    """

    path: str
    name: str
    value: str
    written: Scalar
    start: int
    end: int
    pattern: str | None


class Target(NamedTuple):
    """A config that is continued with, and where it is named."""

    path: str
    written: Scalar


def targets_of(config: Config) -> Iterator[Target]:
    """The configs that are named as continuations."""
    for name, arguments in _calls(config):
        key = "config-path" if name == _FILTERING else "configuration_path"
        value = arguments.get(key)
        if isinstance(value, Scalar) and _is_literal(value):
            yield Target(value.value, value)


def handovers_of(config: Config) -> Iterator[Handover]:
    """The parameters that are given to continuations."""
    for name, arguments in _calls(config):
        if name == _FILTERING:
            yield from _mapped(arguments)
        else:
            yield from _given(arguments)


def _mapped(arguments: Mapping) -> Iterator[Handover]:
    """Lines `pattern parameter value [config]` of a path filter."""
    mapping = arguments.get("mapping")
    path = arguments.get("config-path")
    if not isinstance(mapping, Scalar) or not _is_literal(mapping):
        return
    default = _DEFAULT_PATH if path is None else path.value if isinstance(path, Scalar) and _is_literal(path) else ""
    for line in _LINE.finditer(mapping.value):
        target = line[4] or default
        if target:
            yield Handover(target, line[2], line[3], mapping, line.start(2), line.end(2), line[1])


def _given(arguments: Mapping) -> Iterator[Handover]:
    """The parameters of a continuation as one JSON text."""
    path, parameters = arguments.get("configuration_path"), arguments.get("parameters")
    if not isinstance(path, Scalar) or not isinstance(parameters, Scalar):
        return
    if not _is_literal(path) or not _is_literal(parameters) or not parameters.value.lstrip().startswith("{"):
        return
    import json

    try:
        given = json.loads(parameters.value)
    except ValueError:
        return
    for name, value in given.items():
        start = parameters.value.find(json.dumps(name)) + 1
        if start > 0:
            text = json.dumps(value)
            yield Handover(path.value, name, text, parameters, start, start + len(name), None)


def _calls(config: Config) -> Iterator[tuple[str, Mapping]]:
    """The calls of the vendor's orbs that continue: which orb, and the arguments."""
    names: dict[str, str] = {}
    for alias, orb in config.orbs.items():
        reference = orb.reference.value if orb.reference is not None else ""
        if reference.startswith(_FILTERING):
            names[f"{alias}/filter"] = _FILTERING
        elif reference.startswith(_CONTINUATION):
            names[f"{alias}/continue"] = _CONTINUATION
    if not names:
        return
    for workflow in config.workflows.values():
        for invocation in workflow.invocations:
            if invocation.job.value in names and invocation.body is not None:
                yield names[invocation.job.value], invocation.body
    nodes = [*(job.node for job in config.jobs.values()), *(command.node for command in config.commands.values())]
    for node in nodes:
        body = node.get("steps") if isinstance(node, Mapping) else None
        for name, arguments in _steps(body):
            if name in names:
                yield names[name], arguments


def _steps(node: Value | None) -> Iterator[tuple[str, Mapping]]:
    """The steps of a list that have arguments, those under conditions too."""
    waiting: list[Node] = list(node.items) if isinstance(node, Sequence) else []
    for item in waiting:
        step = resolve(item)
        for key, body in step.items() if isinstance(step, Mapping) else ():
            if isinstance(body, Mapping):
                yield key.value, body
                inner = body.get("steps")
                if isinstance(inner, Sequence):
                    waiting += inner.items


def _is_literal(node: Scalar) -> bool:
    return "<<" not in node.value and node.style != "*"
