"""Which values can be written at a place: from the config itself, from files beside it, from what CircleCI offers."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from lsprotocol import types

from wflint.compiler.pipeline_names import PIPELINE_NAMES
from wflint.data import cache_templates, environment_variables, machine_images, remote_docker, xcode_versions
from wflint.data.pipeline_values import VALUES
from wflint.data.resource_classes import CLASSES
from wflint.data.resource_sizes import size_of
from wflint.lsp.describing import described_element, described_parameter
from wflint.lsp.elements import element_named, elements_of, qualified
from wflint.lsp.language import plain_kind, values_of_kind
from wflint.lsp.offers import Offer, escaped
from wflint.model.names import STATUSES
from wflint.model.spec.executors import EXECUTOR_TYPES
from wflint.model.spec.kinds import Anything, Forms, Single
from wflint.syntax.nodes import Mapping, Scalar, Sequence, resolve
from wflint.syntax.path import node_by_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.lsp.documents import OpenDocument
    from wflint.lsp.language import Expected
    from wflint.model.executable import Parameter
    from wflint.model.workflow import JobGroup, Workflow
    from wflint.syntax.nodes import Node
    from wflint.syntax.path import Path

_KIND = types.CompletionItemKind
_WORKFLOWS = frozenset({"workflows", "job-groups"})
_USED_AGAIN = frozenset({"image", "context", "serial-group", "working_directory"})
"""Keys whose values are often those of another place of the config."""
_LOGIC = frozenset({"and", "or", "not", "equal", "value", "condition"})


def names_at(document: OpenDocument, path: Path, end: str = "") -> Iterator[Offer]:
    """The names that a template may read at a place; `end` closes the template."""
    kind, owner = qualified(path)
    element = element_named(document, kind, owner) if kind else None
    for parameter in element.parameters.values() if element is not None else ():
        yield _name(f"parameters.{parameter.name.value}", _type(parameter), described_parameter(parameter), end)
    for name in _matrix_names(document, path):
        yield _name(f"matrix.{name}", "matrix", "", end)
    for parameter in document.config.parameters.values():
        full = f"pipeline.parameters.{parameter.name.value}"
        yield _name(full, _type(parameter), described_parameter(parameter), end)
    for name in sorted(PIPELINE_NAMES):
        value = VALUES.get(name)
        known = ("", "") if value is None else (value.type, value.doc)
        yield _name(name, *known, end)


def wrapped_names_at(document: OpenDocument, path: Path) -> Iterator[Offer]:
    """The names that a template may read, each as a whole template."""
    for offer in names_at(document, path):
        text = f"<< {offer.label} >>"
        yield offer._replace(label=text, snippet=escaped(text), filter=offer.label)


def cache_templates_at(end: str = "") -> Iterator[Offer]:
    """What may stand inside `{{ }}` in the key of a cache; `end` closes the template."""
    for name, words in cache_templates.TEMPLATES.items():
        inserted = {"checksum": 'checksum "$1"', ".Environment.": ".Environment.$1"}.get(name, name)
        yield Offer(name, _KIND.Function, "cache key", words, f"{inserted}{escaped(end)}")


def variables_at(document: OpenDocument, path: Path, end: str = "") -> Iterator[Offer]:
    """The environment variables of the script at a path; `end` closes the braces around one."""
    for length in (len(path) - 1, 2):
        body = node_by_path(document.analysis.document, (*path[:length], "environment"))
        value = None if body is None else resolve(body)
        for key, given in value.items() if isinstance(value, Mapping) else ():
            shown = given.value if isinstance(given, Scalar) else ""
            yield Offer(key.value, _KIND.Variable, shown, "set in `environment`", f"{key.value}{escaped(end)}")
    for name, words in environment_variables.VARIABLES.items():
        yield Offer(name, _KIND.Variable, "CircleCI", words, f"{name}{escaped(end)}")


def argument_values(document: OpenDocument, parameter: Parameter) -> Iterator[Offer]:
    """The values of a parameter that its type tells; those of type `steps` are not among them."""
    kind = parameter.type.value if parameter.type is not None else ""
    if kind == "boolean":
        yield from (Offer(word, _KIND.EnumMember) for word in ("true", "false"))
    elif kind == "executor":
        yield from elements_offered(document, "executor")
    for item in parameter.enum.items if parameter.enum is not None else ():
        value = resolve(item)
        yield Offer(value.source.text[value.start : value.end], _KIND.EnumMember)


def elements_offered(document: OpenDocument, kind: str, path: Path = ()) -> Iterator[Offer]:
    """The elements of a kind that can be named at a place."""
    for element in elements_of(document, kind, path):
        yield Offer(element.name, _KIND.Class, kind, described_element(element))


def values_at(document: OpenDocument, path: Path, expected: Expected) -> Iterator[Offer]:
    """The values that can be written at a path, the likeliest first."""
    keys = [step for step in path if isinstance(step, str)]
    last = keys[-1] if keys else ""
    above = path[: len(path) - 1 - path[::-1].index(last)] if last else ()
    if path[:1] and path[0] in _WORKFLOWS and "requires" in keys:
        yield from _required(document, path)
    elif last == "executor" or (last == "name" and keys[-2:-1] == ["executor"]):
        yield from elements_offered(document, "executor", path)
    elif last == "override-with":
        yield from (offer for offer in elements_offered(document, "job") if "/" in offer.label)
    elif last == "default":
        yield from _defaults(document, path)
    elif keys[:1] == ["orbs"] and len(path) == 2:
        yield from (Offer(reference, _KIND.Module, "at hand") for reference in document.project.orbs_at_hand())
    else:
        yield from _offered_by_the_vendor(document, path, above, keys)
    if last in {"when", "unless", "filters", *_LOGIC} and expected.kind is not None:
        yield from _conditions(document, path, expected, last)
    if last in _USED_AGAIN:
        yield from _used_elsewhere(document, last)
    if last in {"type", "version", "method"} or values_of_kind(expected):
        preferred = sorted(values_of_kind(expected), key=lambda value: value != "2.1")
        yield from (Offer(value, _KIND.EnumMember) for value in preferred)


def keys_in(document: OpenDocument, path: Path) -> frozenset[str]:
    """The keys of the map at a path."""
    node = node_by_path(document.analysis.document, path)
    value = None if node is None else resolve(node)
    return frozenset(key.value for key, _ in value.items()) if isinstance(value, Mapping) else frozenset()


def _name(full: str, detail: str, documentation: str, end: str) -> Offer:
    kind = _KIND.Constant if detail != "matrix" and full in PIPELINE_NAMES else _KIND.Variable
    return Offer(full, kind, detail, documentation, f"{full}{end}")


def _type(parameter: Parameter) -> str:
    return "" if parameter.type is None else parameter.type.value


def _matrix_names(document: OpenDocument, path: Path) -> list[str]:
    node = node_by_path(document.analysis.document, (*path[:5], "matrix", "parameters"))
    value = None if node is None else resolve(node)
    return [key.value for key, _ in value.items()] if isinstance(value, Mapping) else []


def _offered_by_the_vendor(document: OpenDocument, path: Path, above: Path, keys: list[str]) -> Iterator[Offer]:
    """Classes, images and versions that CircleCI offers."""
    last = keys[-1] if keys else ""
    if last == "resource_class":
        used = [kind for kind in EXECUTOR_TYPES if kind in keys_in(document, above)] or list(CLASSES)
        for kind in used:
            for name in sorted(CLASSES.get(kind, ()), key=_by_size):
                yield Offer(name, _KIND.EnumMember, size_of(kind, name) or kind, f"for `{kind}`")
    elif last == "machine" or keys[-2:] == ["machine", "image"]:
        yield from _machine_images()
    elif last == "xcode":
        yield from (Offer(version, _KIND.EnumMember) for version in xcode_versions.SUPPORTED)
    elif keys[-2:] == ["setup_remote_docker", "version"]:
        for version in sorted(remote_docker.VERSIONS):
            is_ending = version in remote_docker.ENDING
            detail = "about to go" if is_ending else ""
            yield Offer(version, _KIND.EnumMember, detail, is_deprecated=is_ending)
    elif last == "context" and path[:1] == ("workflows",):
        yield from (Offer(name, _KIND.Value, "settings") for name in document.project.settings.contexts)


def _by_size(name: str) -> tuple[int, str]:
    """Where a class stands in a list: those without an architecture or generation first, by size."""
    sizes = ("small", "medium", "medium+", "large", "xlarge", "2xlarge", "2xlarge+")
    return (sizes.index(name), "") if name in sizes else (len(sizes), name)


def _conditions(document: OpenDocument, path: Path, expected: Expected, last: str) -> Iterator[Offer]:
    """The names that a condition or a filter may read."""
    kind = plain_kind(expected.kind)
    takes_text = kind.single is not None if isinstance(kind, Forms) else isinstance(kind, Single | Anything)
    if not takes_text or values_of_kind(expected):
        return
    # Only conditions and filters of workflows may be expressions; elsewhere a name is read in a template.
    if path[0] in _WORKFLOWS and last not in _LOGIC:
        yield from (offer for offer in names_at(document, path) if offer.label.startswith("pipeline."))
    elif "steps" in path or path[0] in _WORKFLOWS:
        yield from wrapped_names_at(document, path)


def _required(document: OpenDocument, path: Path) -> Iterator[Offer]:
    """The jobs of the workflow that can be required, or the statuses of one."""
    position = path.index("requires")
    if len(path) > position + 2:
        yield from (Offer(status, _KIND.EnumMember) for status in (*STATUSES, "terminal"))
        return
    jobs = node_by_path(document.analysis.document, path[:3])
    listed = None if jobs is None else resolve(jobs)
    own = listed.items[path[3]] if isinstance(listed, Sequence) and _is_index(path[3], listed) else None
    names: dict[str, str] = {}
    workflow = next((one for one in document.analysis.compiled.workflows if one.name == path[1]), None)
    for job in workflow.jobs if workflow is not None else ():
        if not job.is_synthetic and job.invocation.node is not own:
            if job.alias is not None and job.matrix:
                names[job.alias] = "all of a matrix"
            names[job.name] = job.job if job.name != job.job else job.type
    groups: dict[str, Workflow | JobGroup] = {**document.config.workflows, **document.config.job_groups}
    written = groups.get(str(path[1]))
    for invocation in written.invocations if written is not None else ():
        given = invocation.name or invocation.job
        if "<<" not in given.value and invocation.node is not own:
            names.setdefault(given.value, "")
    already = _listed(document, path[: position + 1])
    yield from (Offer(name, _KIND.Event, detail) for name, detail in names.items() if name not in already)


def _listed(document: OpenDocument, path: Path) -> set[str]:
    """The texts of the list at a path."""
    node = node_by_path(document.analysis.document, path)
    value = None if node is None else resolve(node)
    items = map(resolve, value.items) if isinstance(value, Sequence) else ()
    return {item.value for item in items if isinstance(item, Scalar)}


def _is_index(step: str | int, items: Sequence) -> TypeGuard[int]:
    return isinstance(step, int) and step < len(items.items)


def _defaults(document: OpenDocument, path: Path) -> Iterator[Offer]:
    """The values that the default of a declared parameter may be."""
    if len(path) < 3 or path[-3] != "parameters":
        return
    kind, name = qualified(path)
    element = element_named(document, kind, name) if kind else None
    declared = document.config.parameters if element is None else element.parameters
    parameter = declared.get(str(path[-2]))
    if parameter is not None:
        yield from argument_values(document, parameter)


def _machine_images() -> Iterator[Offer]:
    for name, tags in machine_images.IMAGES.items():
        if name not in machine_images.UNSUPPORTED:
            yield from (Offer(f"{name}:{tag}", _KIND.EnumMember) for tag in ("current", "default") if tag in tags)
    for name, tags in machine_images.IMAGES.items():
        ending = name in machine_images.UNSUPPORTED
        for tag in sorted(tags, reverse=True):
            yield Offer(f"{name}:{tag}", _KIND.EnumMember, is_deprecated=ending)


def _used_elsewhere(document: OpenDocument, key: str) -> Iterator[Offer]:
    """The single values that a key has anywhere in the text, each once, in the order of the text."""
    waiting: list[Node] = [] if document.analysis.document.root is None else [document.analysis.document.root]
    found: dict[str, None] = {}
    while waiting:
        node = waiting.pop()
        if isinstance(node, Sequence):
            waiting += reversed(node.items)
        elif isinstance(node, Mapping):
            for entry in reversed(node.entries):
                waiting.append(entry.value)
                if entry.name == key:
                    found.update(dict.fromkeys(_single_values(entry.value)))
    yield from (Offer(value, _KIND.Value, "used elsewhere") for value in found)


def _single_values(node: Node) -> Iterator[str]:
    for item in node.items if isinstance(node, Sequence) else (node,):
        if isinstance(item, Scalar) and item.value and "<<" not in item.value and "\n" not in item.value:
            yield item.value
