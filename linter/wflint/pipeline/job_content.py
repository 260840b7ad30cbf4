"""What a compiled job is, as plain data to compare: executor, environment, steps, contexts; no place, no anchor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from wflint.compiler.emit import plain, plain_node
from wflint.syntax.nodes import Scalar, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint.compiler.compiled import CompiledJob, CompiledStep, Guard

_PRIMARY = "docker"
_UNSAID = frozenset({"parameters", "description"})


class JobContent(NamedTuple):
    """A job's content: `facts` by a readable name, every value plain data, and its steps in order.

    Each step is a name and its arguments (None for a bare word). `orbs` are the names that orbs which are not at hand
    have in the config: the content of what they define is not in it.
    """

    facts: dict[str, Any]
    steps: tuple[tuple[str, Any], ...]
    orbs: frozenset[str] = frozenset()


def job_content(job: CompiledJob) -> JobContent:
    """The content of a compiled job; requirements and filters are the workflow's."""
    facts: dict[str, Any] = {}
    if job.type != "build":
        facts["type"] = job.type
    if job.contexts:
        facts["contexts"] = sorted({str(plain(context)) for context in job.contexts})
    if job.serial_group is not None:
        facts["serial group"] = plain(job.serial_group)
    orbs: set[str] = set()
    steps: tuple[tuple[str, Any], ...] = ()
    if job.body is not None:
        body = plain(job.body.data)
        facts |= _body_facts({key: value for key, value in body.items() if key != "steps"})
        steps = tuple(step_content(step) for step in job.body.steps)
        orbs = {_orb(step.name) for step in job.body.steps if step.is_opaque}
        if any(step.is_opaque and _has_template(step) for step in job.body.steps):
            facts |= _arguments(job)
    elif job.definition is not None:
        facts |= {key.value: plain(value) for key, value in job.definition.entries if key.value not in _UNSAID}
    elif job.is_opaque:
        facts |= {"job": job.job} | _arguments(job)
        orbs = {_orb(job.job)}
    return JobContent(facts, steps, frozenset(orbs))


def _body_facts(body: dict[str, Any]) -> dict[str, Any]:
    """The keys of a job, the images of `docker` and the variables of `environment` one by one."""
    facts: dict[str, Any] = {}
    for key, value in body.items():
        if key == _PRIMARY and isinstance(value, list):
            for number, image in enumerate(value):
                facts |= _image_facts(image, "" if number == 0 else f"service {number} ")
        elif key == "environment":
            facts |= _variables(value, "")
        else:
            facts[key] = value
    return facts


def _image_facts(image: Any, prefix: str) -> dict[str, Any]:
    if not isinstance(image, dict):
        return {f"{prefix}image": image}
    facts: dict[str, Any] = {}
    for key, value in image.items():
        if key == "environment":
            facts |= _variables(value, f"{prefix}image ")
        elif key == "image":
            facts[f"{prefix}image"] = value
        else:
            facts[f"{prefix}image {key}"] = value
    return facts


def _variables(value: Any, prefix: str) -> dict[str, Any]:
    """Environment variables, of a map or of a list of maps, in which the last of a name counts."""
    maps = value if isinstance(value, list) else [value]
    return {
        f"{prefix}environment {name}": content
        for each in maps
        if isinstance(each, dict)
        for name, content in each.items()
    }


def step_content(step: CompiledStep) -> tuple[str, Any]:
    """A step's name and arguments; conditions that are not decided are an argument `when`."""
    if step.is_opaque:
        node = resolve(step.node)
        written = None if isinstance(node, Scalar) else plain_node(node)
        arguments = written.get(step.name) if isinstance(written, dict) else None
    else:
        arguments = None if step.body is None else plain(step.body)
    if step.guards:
        arguments = {**(arguments if isinstance(arguments, dict) else {"": arguments}), "when": _guards(step.guards)}
    return step.name, arguments


def _guards(guards: Iterable[Guard]) -> list[Any]:
    """Conditions that could not be decided, as written."""
    return [["unless" if guard.negated else "when", plain_node(guard.node)] for guard in guards]


def _arguments(job: CompiledJob) -> dict[str, Any]:
    found = {
        f"argument {key.value}": plain_node(resolve(entry.value))
        for entry in job.invocation.arguments
        if isinstance(key := resolve(entry.key), Scalar)
    }
    return found | {f"argument {name}": value for name, value in job.matrix}


def _has_template(step: CompiledStep) -> bool:
    node = step.node
    return "<<" in node.source.text[node.start : node.end]


def _orb(name: str) -> str:
    return name.partition("/")[0]
