"""What can be written at a cursor, with documentation; in texts that are broken too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeGuard

from lsprotocol import types

from wflint.compiler.pipeline_names import PIPELINE_NAMES
from wflint.data import machine_images, remote_docker, resource_classes, xcode_versions
from wflint.data.pipeline_values import VALUES
from wflint.lsp.cursor import cursor_at
from wflint.lsp.elements import element_named, elements_of
from wflint.lsp.hover import described_element, described_parameter, look_in
from wflint.lsp.language import described_key, described_step, expected_at, keys_of, plain_kind, values_of_kind
from wflint.lsp.occurrences import occurrences_in
from wflint.model.names import STATUSES
from wflint.model.spec.executors import EXECUTOR_TYPES
from wflint.model.spec.kinds import Forms, Items, Keyed, Named, Steps
from wflint.model.spec.steps import BUILT_INS
from wflint.source import Span
from wflint.syntax.nodes import Mapping, Sequence, resolve
from wflint.syntax.path import node_by_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Mapping as MappingOf

    from wflint.lsp.cursor import Cursor
    from wflint.lsp.documents import OpenDocument
    from wflint.lsp.elements import Element
    from wflint.lsp.language import Expected
    from wflint.model.executable import Parameter
    from wflint.model.spec.kinds import Key
    from wflint.model.workflow import JobGroup, Workflow
    from wflint.syntax.path import Path

OPTIONS = types.CompletionOptions(trigger_characters=["<", ".", " ", "*", "/", "[", "-"])

_TEMPLATE = re.compile(r"<<[#^/]?[^<>]*?([\w.-]*)$")
_ALIAS = re.compile(r"(?:^|[\s\[{,])\*([\w-]*)$")
_COMMENT = re.compile(r"(?:^|\s)#")
_KIND = types.CompletionItemKind


class Offer:
    """One thing to write: its label, what is inserted (a snippet), and what is said of it in Markdown."""

    __slots__ = ("documentation", "kind", "label", "snippet")

    def __init__(self, label: str, kind: types.CompletionItemKind, documentation: str = "", snippet: str = "") -> None:
        self.label = label
        self.kind = kind
        self.documentation = documentation
        self.snippet = snippet or _escaped(label)


def completion(
    document: OpenDocument, params: types.CompletionParams, *, snippets: bool = True
) -> types.CompletionList:
    """What can be written at a position; without `snippets` what is inserted has no stops for the cursor."""
    form = types.InsertTextFormat.Snippet if snippets else types.InsertTextFormat.PlainText
    offset = document.offset(params.position)
    start, offers = offers_at(document, offset)
    where = document.range(Span(start, offset))
    items = [
        types.CompletionItem(
            offer.label,
            kind=offer.kind,
            documentation=types.MarkupContent(types.MarkupKind.Markdown, offer.documentation)
            if offer.documentation
            else None,
            text_edit=types.TextEdit(where, offer.snippet if snippets else _plain(offer.snippet)),
            insert_text_format=form,
            insert_text_mode=types.InsertTextMode.AdjustIndentation,
            sort_text=f"{position:04}",
        )
        for position, offer in enumerate(offers)
    ]
    return types.CompletionList(is_incomplete=False, items=items)


def offers_at(document: OpenDocument, offset: int) -> tuple[int, list[Offer]]:
    """The offset from which on is replaced, and what is offered, the likeliest first, each label once."""
    source = document.source
    line = source.text[source.line_span(source.line_column(offset)[0]).start : offset]
    cursor = cursor_at(source, offset)
    template = _TEMPLATE.search(line)
    alias = _ALIAS.search(line)
    if template is not None and ">>" not in template.group():
        rest = source.line_text(source.line_column(offset)[0])[len(line) :]
        found, start = _names(document, cursor.path, "" if ">>" in rest else " >>"), offset - len(template[1])
    elif alias is not None:
        anchors = [one.name for one in occurrences_in(document).symbols if one.kind == "anchor"]
        found, start = (Offer(name, _KIND.Reference) for name in anchors), offset - len(alias[1])
    elif _COMMENT.search(line):
        return offset, []
    else:
        found, start = _by_place(document, cursor), cursor.start
    unique: dict[str, Offer] = {}
    for offer in found:
        unique.setdefault(offer.label, offer)
    return start, list(unique.values())


def _names(document: OpenDocument, path: Path, end: str) -> Iterator[Offer]:
    """The names that a template may read at a place."""
    config = document.config
    if path[:1] and str(path[0]) in {"jobs", "commands", "executors"} and len(path) > 1:
        element = element_named(document, str(path[0])[:-1], str(path[1]))
        for parameter in element.parameters.values() if element is not None else ():
            name = f"parameters.{parameter.name.value}"
            yield Offer(name, _KIND.Variable, described_parameter(parameter), f"{name}{end}")
    for name in _matrix_names(document, path):
        yield Offer(f"matrix.{name}", _KIND.Variable, "", f"matrix.{name}{end}")
    for parameter in config.parameters.values():
        name = f"pipeline.parameters.{parameter.name.value}"
        yield Offer(name, _KIND.Variable, described_parameter(parameter), f"{name}{end}")
    for name in sorted(PIPELINE_NAMES):
        value = VALUES.get(name)
        yield Offer(name, _KIND.Constant, value.doc if value is not None else "", f"{name}{end}")


def _matrix_names(document: OpenDocument, path: Path) -> list[str]:
    node = node_by_path(document.analysis.document, (*path[:5], "matrix", "parameters"))
    value = None if node is None else resolve(node)
    return [key.value for key, _ in value.items()] if isinstance(value, Mapping) else []


def _by_place(document: OpenDocument, cursor: Cursor) -> Iterator[Offer]:
    path = cursor.path

    def look(inner: Path) -> str | None:
        return look_in(document, inner)

    expected = expected_at(path, look, is_orb=document.analysis.kind == "orb")
    if expected.section == "step" and not cursor.is_value:
        yield from _steps(document)
        return
    if expected.section == "invocation" and not cursor.is_value:
        yield from _invocations(document)
        return
    parameter = _argument(document, path)
    if parameter is not None:
        yield from _argument_values(document, parameter)
        return
    yield from _special_values(document, path, expected)
    for value in values_of_kind(expected):
        yield Offer(value, _KIND.EnumMember)
    if not cursor.is_value:
        yield from _keys(document, path, expected)


def _keys(document: OpenDocument, path: Path, expected: Expected) -> Iterator[Offer]:
    """The keys that a map may have and has not."""
    present = _present(document, path)
    for parameter in _parameters_at(document, path, expected).values():
        if parameter.name.value not in present:
            snippet = f"{parameter.name.value}: "
            yield Offer(parameter.name.value, _KIND.Field, described_parameter(parameter), _escaped(snippet))
    for name, key in keys_of(expected, path, lambda inner: look_in(document, inner)).items():
        if name not in present:
            yield Offer(name, _KIND.Property, described_key(name, key), _key_snippet(name, key))


def _present(document: OpenDocument, path: Path) -> frozenset[str]:
    node = node_by_path(document.analysis.document, path)
    value = None if node is None else resolve(node)
    return frozenset(key.value for key, _ in value.items()) if isinstance(value, Mapping) else frozenset()


def _parameters_at(document: OpenDocument, path: Path, expected: Expected) -> MappingOf[str, Parameter]:
    """The parameters that can be given at a place: to a command, a job, an executor, a matrix."""
    element: Element | None = None
    if path[:1] in {("workflows",), ("job-groups",)} and len(path) > 4:
        inner = path[5:]
        if inner in {(), ("matrix", "parameters")} or (inner[:2] == ("matrix", "exclude") and len(inner) == 3):
            element = element_named(document, "job", str(path[4]))
    if element is None and expected.call:
        element = element_named(document, "command", expected.call)
    if element is None and path[-1:] == ("executor",):
        name = look_in(document, (*path, "name"))
        element = None if name is None else element_named(document, "executor", name)
    return {} if element is None else element.parameters


def _argument(document: OpenDocument, path: Path) -> Parameter | None:
    """The parameter whose value is written at a path."""
    if not path or not isinstance(path[-1], str):
        path = path[:-1]
    if not path:
        return None
    before = path[:-1]
    expected = expected_at(before, lambda inner: look_in(document, inner))
    return _parameters_at(document, before, expected).get(str(path[-1]))


def _argument_values(document: OpenDocument, parameter: Parameter) -> Iterator[Offer]:
    kind = parameter.type.value if parameter.type is not None else ""
    if kind == "boolean":
        yield from (Offer(word, _KIND.EnumMember) for word in ("true", "false"))
    elif kind == "executor":
        yield from _elements(document, "executor")
    elif kind == "steps":
        yield from _steps(document)
    for item in parameter.enum.items if parameter.enum is not None else ():
        value = resolve(item)
        yield Offer(document.source.text[value.start : value.end], _KIND.EnumMember)


def _special_values(document: OpenDocument, path: Path, expected: Expected) -> Iterator[Offer]:
    """Values that come from elsewhere in the config, or from the tables of what CircleCI offers."""
    keys = [step for step in path if isinstance(step, str)]
    last = keys[-1] if keys else ""
    above = path[: len(path) - 1 - path[::-1].index(last)] if last else ()
    if path[:1] in {("workflows",), ("job-groups",)} and "requires" in keys:
        yield from _required(document, path)
    elif last == "executor" or (last == "name" and keys[-2:-1] == ["executor"]):
        yield from _elements(document, "executor")
    elif last == "resource_class":
        used = [kind for kind in EXECUTOR_TYPES if kind in _present(document, above)] or list(resource_classes.CLASSES)
        for kind in used:
            for name in sorted(resource_classes.CLASSES.get(kind, ())):
                yield Offer(name, _KIND.EnumMember, f"for `{kind}`")
    elif last == "machine" or keys[-2:] == ["machine", "image"]:
        yield from _machine_images()
    elif last == "xcode":
        yield from (Offer(version, _KIND.EnumMember) for version in xcode_versions.SUPPORTED)
    elif keys[-2:] == ["setup_remote_docker", "version"]:
        for version in sorted(remote_docker.VERSIONS):
            yield Offer(version, _KIND.EnumMember, "about to go" if version in remote_docker.ENDING else "")
    elif last == "context":
        yield from (Offer(name, _KIND.Value) for name in document.project.settings.contexts)
    elif last in {"when", "unless", "condition", "filters"} and expected.kind is not None:
        yield from _conditions(document, path, expected)


def _conditions(document: OpenDocument, path: Path, expected: Expected) -> Iterator[Offer]:
    if not values_of_kind(expected):
        yield from (offer for offer in _names(document, path, "") if offer.label.startswith("pipeline."))


def _required(document: OpenDocument, path: Path) -> Iterator[Offer]:
    """The jobs of the workflow that can be required, or the statuses of one."""
    position = path.index("requires")
    if len(path) > position + 2:
        yield from (Offer(status, _KIND.EnumMember) for status in (*STATUSES, "terminal"))
        return
    jobs = node_by_path(document.analysis.document, path[:3])
    listed = None if jobs is None else resolve(jobs)
    own = listed.items[path[3]] if isinstance(listed, Sequence) and _is_index(path[3], listed) else None
    names: dict[str, None] = {}
    workflow = next((one for one in document.analysis.compiled.workflows if one.name == path[1]), None)
    for job in workflow.jobs if workflow is not None else ():
        if not job.is_synthetic and job.invocation.node is not own:
            if job.alias is not None and job.matrix:
                names[job.alias] = None
            names[job.name] = None
    config = document.config
    groups: dict[str, Workflow | JobGroup] = {**config.workflows, **config.job_groups}
    written = groups.get(str(path[1]))
    for invocation in written.invocations if written is not None else ():
        given = invocation.name or invocation.job
        if "<<" not in given.value and invocation.node is not own:
            names.setdefault(given.value)
    yield from (Offer(name, _KIND.Event) for name in names)


def _is_index(step: str | int, items: Sequence) -> TypeGuard[int]:
    return isinstance(step, int) and step < len(items.items)


def _machine_images() -> Iterator[Offer]:
    for name, tags in machine_images.IMAGES.items():
        if name not in machine_images.UNSUPPORTED:
            yield from (Offer(f"{name}:{tag}", _KIND.EnumMember) for tag in ("current", "default") if tag in tags)
    for name, tags in machine_images.IMAGES.items():
        yield from (Offer(f"{name}:{tag}", _KIND.EnumMember) for tag in sorted(tags, reverse=True))


def _elements(document: OpenDocument, kind: str) -> Iterator[Offer]:
    for element in elements_of(document, kind):
        yield Offer(element.name, _KIND.Class, described_element(element))


def _steps(document: OpenDocument) -> Iterator[Offer]:
    for name, step in BUILT_INS.items():
        if not step.deprecated and name != "with_tool_cache":
            keys = keys_of(expected_at(("jobs", "x", "steps", 0, name), lambda _: None), (), lambda _: None)
            required = {key: spec for key, spec in keys.items() if spec.required and name != "run"}
            snippet = f"{name}: $1" if name == "run" else _call_snippet(name, [*map(_key_snippet, *_pairs(required))])
            yield Offer(name, _KIND.Function, described_step(name), snippet)
    for element in elements_of(document, "command"):
        yield Offer(element.name, _KIND.Method, described_element(element), _element_snippet(element))


def _invocations(document: OpenDocument) -> Iterator[Offer]:
    for element in elements_of(document, "job"):
        yield Offer(element.name, _KIND.Class, described_element(element), _element_snippet(element))
    for name in document.config.job_groups:
        yield Offer(name, _KIND.Module, "a job group")


def _element_snippet(element: Element) -> str:
    required = [one.name.value for one in element.parameters.values() if one.default is None]
    return _call_snippet(element.name, [f"{_escaped(name)}: $1" for name in required])


def _call_snippet(name: str, lines: Iterable[str]) -> str:
    """A call with its required arguments, each a stop of the snippet."""
    inside = [line.replace("\n", "\n    ") for line in lines]
    numbered = [line.replace("$1", f"${number}") for number, line in enumerate(inside, 1)]
    return "\n    ".join([f"{_escaped(name)}:", *numbered]) if numbered else _escaped(name)


def _key_snippet(name: str, key: Key) -> str:
    kind = plain_kind(key.kind)
    if isinstance(kind, Forms) and kind.single is None:
        kind = plain_kind(kind.items or kind.mapping)
    if isinstance(kind, Items | Steps):
        return f"{_escaped(name)}:\n  - $1"
    if isinstance(kind, Keyed | Named):
        return f"{_escaped(name)}:\n  $1"
    return f"{_escaped(name)}: $1"


def _pairs(keys: MappingOf[str, Key]) -> tuple[Iterable[str], Iterable[Key]]:
    return keys.keys(), keys.values()


def _plain(snippet: str) -> str:
    """What a snippet inserts, without its stops."""
    return re.sub(r"\\([$}\\])|\$\d", lambda match: match[1] or "", snippet)


def _escaped(text: str) -> str:
    """A text in the language of snippets."""
    return re.sub(r"([$}\\])", r"\\\1", text)
