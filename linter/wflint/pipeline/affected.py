"""Which jobs a change of a config can touch at all: the rest need not be compiled over and over to be compared."""

from __future__ import annotations

from wflint.compiler.emit import plain_node
from wflint.deferred import regex
from wflint.syntax.nodes import Mapping, Scalar, Sequence, resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from wflint.model.config import Config
    from wflint.model.workflow import Invocation
    from wflint.syntax.nodes import Value

_PARAMETER = "pipeline.parameters."
_NAME = regex(r"\bpipeline\.parameters\.[A-Za-z0-9_-]+")
_APART = frozenset({"requires", "filters", "context"})
"""Keys of an invocation that are compared by themselves."""


def narrowed(old: Config, new: Config) -> tuple[Config, Config]:
    """Both configs with those jobs only whose content may differ; workflows keep their names.

    What a definition mentions, in whatever place, counts as used by it. A job of the same name as one that may differ
    stays too: together they are numbered.
    """
    tainted = _tainted(old, new)
    if any(_mentions(plain_node(each.node), tainted) for one in (old, new) for each in one.parameters.values()):
        return old, new
    names = _touched(old, new, tainted) | _touched(new, old, tainted)
    return _with_only(old, names), _with_only(new, names)


def parameters_read(config: Config) -> set[str]:
    """The pipeline parameters that jobs may read, by full name: those that something besides a condition mentions."""
    invoked = (_data(each) for workflow in config.workflows.values() for each in workflow.invocations)
    texts = (text for data in (*_definitions(config).values(), *invoked) for text in _texts(data))
    return {match[0] for text in texts if _PARAMETER in text for match in _NAME.finditer(text)}


def _tainted(old: Config, new: Config) -> set[str]:
    """Names of definitions that differ, and of those that mention one."""
    first, second = _definitions(old), _definitions(new)
    tainted = {key[1] for key in {*first, *second} if first.get(key) != second.get(key)}
    texts = {key: set(_texts(data)) for one in (first, second) for key, data in one.items()}
    before = -1
    while len(tainted) > before:
        before = len(tainted)
        tainted |= {key[1] for key, mentioned in texts.items() if not mentioned.isdisjoint(tainted)}
    return tainted


def _definitions(config: Config) -> dict[tuple[str, str], Any]:
    found: dict[tuple[str, str], Any] = {}
    for section in (config.jobs, config.commands, config.executors, config.job_groups):
        for name, definition in section.items():
            found[type(definition).__name__, name] = plain_node(definition.node)
    for name, orb in config.orbs.items():
        reference = None if orb.reference is None else orb.reference.value
        inline = orb.inline.root if orb.inline is not None else None
        found["Orb", name] = reference if inline is None else plain_node(inline)
    return found


def _texts(data: Any) -> Iterator[str]:
    """Every text in a value, keys too; of what an orb defines also the orb's name."""
    waiting = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += [*value, *value.values()]
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str):
            yield value
            orb, slash, _ = value.partition("/")
            if slash:
                yield orb


def _mentions(data: Any, names: set[str]) -> bool:
    return not names.isdisjoint(_texts(data))


def _touched(one: Config, other: Config, tainted: set[str]) -> set[str]:
    """The names of the jobs that one version invokes in a way the other does not, or whose definition may differ."""
    found: set[str] = set()
    for name, workflow in one.workflows.items():
        theirs = [_data(each) for each in other.workflows[name].invocations] if name in other.workflows else []
        for invocation in workflow.invocations:
            data = _data(invocation)
            if data not in theirs or _mentions(data, tainted):
                found |= _names(invocation)
    return found


def _data(invocation: Invocation) -> Any:
    node = resolve(invocation.node)
    if isinstance(node, Scalar | Sequence) or invocation.body is None:
        return {invocation.job.value: {}}
    return {invocation.job.value: {key: each for key, each in _items(invocation.body) if key not in _APART}}


def _items(body: Value) -> Iterator[tuple[str, Any]]:
    for key, value in body.items() if isinstance(body, Mapping) else ():
        yield key.value, plain_node(value)


def _names(invocation: Invocation) -> set[str]:
    names = {invocation.job.value}
    return names if invocation.name is None else {*names, invocation.name.value}


def _with_only(config: Config, names: set[str]) -> Config:
    workflows = {
        name: workflow._replace(
            invocations=tuple(each for each in workflow.invocations if not _names(each).isdisjoint(names))
        )
        for name, workflow in config.workflows.items()
    }
    kept = {name for workflow in workflows.values() for each in workflow.invocations for name in _names(each)}
    groups = {name for name in config.job_groups if name in kept}
    members = {each.job.value for name in groups for each in config.job_groups[name].invocations}
    jobs = {name: job for name, job in config.jobs.items() if name in kept | members}
    return config._replace(workflows=workflows, jobs=jobs)
