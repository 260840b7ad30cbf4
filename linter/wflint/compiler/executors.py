"""Executors: find the one a job names, hand over its arguments, and lay the job's own keys over it."""

from __future__ import annotations

from wflint.compiler.compiled import CompiledMapping, CompiledScalar, CompiledSequence, DeferredSequence, Unknown
from wflint.compiler.library import Opaque
from wflint.compiler.parameters import Call, bind
from wflint.compiler.references import report_reference
from wflint.compiler.rendering import render
from wflint.diagnostic import Frame
from wflint.records import NamedTuple
from wflint.syntax.nodes import Mapping, Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.compiler.compilation import Compilation
    from wflint.compiler.compiled import CompiledValue
    from wflint.compiler.library import Library
    from wflint.compiler.scope import Scope
    from wflint.syntax.nodes import Node, Value

    Entries = list[tuple[Scalar, CompiledValue]]

TYPES = ("docker", "machine", "macos")
HOISTED = ("resource_class", "shell")


class ExecutorPart(NamedTuple):
    """What an executor adds to a job: its keys in order, and those that were lifted out of its `machine`.

    `is_known` is False if the executor is not at hand or faulty. `name` is empty then.
    """

    name: str
    entries: Entries
    hoisted: Entries
    is_known: bool


UNKNOWN = ExecutorPart("", [], [], is_known=False)


def executor_part(written: Value, scope: Scope, frame: Frame | None, compilation: Compilation) -> ExecutorPart:
    """The keys that the executor named by a job's `executor` adds to it."""
    value = render(written, scope, frame, compilation)
    name, arguments = _invocation(value)
    if isinstance(name, CompiledScalar) and isinstance(name.data, Unknown):
        return UNKNOWN
    if name is None or not isinstance(name.data, str):
        message = "an executor invocation must be an executor's name, or a map with `name`"
        compilation.report("executor-type", value.place, message, frame)
        return UNKNOWN
    library = _library(written, scope)
    found = library.executor(name.data) if library is not None else None
    if isinstance(found, Opaque):
        compilation.opaque(found)
        return UNKNOWN
    if found is None:
        if library is not None:
            _report_unknown(name, library, frame, compilation)
        return UNKNOWN
    compilation.judged.add(id(found.definition))
    if isinstance(found.definition.node, Scalar):
        report_reference("executor", found, frame, compilation)
        return UNKNOWN
    own = Frame("executor", name.data, name.node.place, frame)
    call = Call("executor", name.data, found, arguments, library=scope.library, key=name.node, frame=frame)
    inner = bind(call, scope.values, own, compilation)
    node = found.definition.node
    entries: Entries = []
    if isinstance(node, Mapping):
        entries = [
            (key, render(each, inner, own, compilation))
            for key, each in node.items()
            if key.value not in {"parameters", "description"}
        ]
    return ExecutorPart(name.data, *_without_hoisted(entries), is_known=True)


class JoinedEnvironment(DeferredSequence):
    """The `environment` of a job as CircleCI prints it: a list of maps of one key each, the executor's first.

    `parts` are the maps or lists that were written.
    """

    __slots__ = ("parts",)

    def __init__(self, parts: tuple[CompiledMapping | CompiledSequence, ...], node: Node, frame: Frame | None) -> None:
        super().__init__(node, frame)
        self.parts = parts

    def make(self) -> tuple[CompiledValue, ...]:
        """The items in order."""
        found: list[CompiledValue] = []
        for part in self.parts:
            if isinstance(part, CompiledMapping):
                found += [CompiledMapping((entry,), entry[0], part.frame) for entry in part.entries]
            else:
                found += part.items
        return tuple(found)


def _invocation(value: CompiledValue) -> tuple[CompiledScalar | None, Entries]:
    if isinstance(value, CompiledScalar):
        return value, []
    if isinstance(value, CompiledSequence):
        return None, []
    return value.scalar("name"), [entry for entry in value.entries if entry[0].value != "name"]


def _library(written: Value, scope: Scope) -> Library | None:
    """Where an executor's name is looked up: one that was handed over, where it was written."""
    node = written.get("name") if isinstance(written, Mapping) else written
    if isinstance(node, Scalar) and scope.origins and "<<" in node.value:
        inner = node.value.strip().removeprefix("<<").removesuffix(">>").strip()
        if inner.startswith("parameters."):
            return scope.origins.get(inner[len("parameters.") :], scope.library)
    return scope.library


def _without_hoisted(entries: Entries) -> tuple[Entries, Entries]:
    kept: Entries = []
    hoisted: Entries = []
    for key, value in entries:
        if key.value == "machine" and isinstance(value, CompiledMapping):
            inner = [entry for entry in value.entries if entry[0].value not in HOISTED]
            hoisted += [entry for entry in value.entries if entry[0].value in HOISTED]
            if len(inner) < len(value.entries):
                kept.append((key, CompiledMapping(tuple(inner), value.node, value.frame)))
                continue
        kept.append((key, value))
    return kept, hoisted


def _report_unknown(name: CompiledScalar, library: Library, frame: Frame | None, compilation: Compilation) -> None:
    from wflint.compiler.problems import offered, report_unknown_element

    text = str(name.data)
    if "/" in text:
        report_unknown_element("executor", name.node, library, frame, compilation)
        return
    advice = offered(text, library.names("executor"))
    message = f"cannot find a definition for executor named `{text}`"
    compilation.report("unknown-executor", name.place, message, frame, help=advice)
