"""Walk a config as written and collect what its names refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint.compiler.expression_syntax import ExpressionError, names_in, parse
from wflint.compiler.places import place_in
from wflint.compiler.template import Section, Tag, TemplateError, parse_template
from wflint.lsp.occurrences import Occurrence, Symbol
from wflint.model.names import BUILT_IN_STEPS, INVOCATION_KEYS
from wflint.syntax.nodes import Alias, Mapping, Scalar, Sequence, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as MappingOf

    from wflint.analysis import Analysis
    from wflint.compiler.compiled import CompiledWorkflow
    from wflint.compiler.template import Template
    from wflint.model.config import Config
    from wflint.model.executable import Command, Executor, Job, Parameter
    from wflint.model.workflow import Invocation, JobGroup, Workflow
    from wflint.syntax.nodes import Node, Value

PIPELINE = "pipeline.parameters."
_SECTIONS = {
    "jobs": "job",
    "commands": "command",
    "executors": "executor",
    "orbs": "orb",
    "job-groups": "job-group",
    "workflows": "workflow",
    "parameters": "parameter",
}
_CONDITIONS = frozenset({"when", "unless"})


def collect(analysis: Analysis) -> Iterator[Occurrence]:
    """All occurrences in a config, in no order, perhaps repeated."""
    if analysis.document.root is not None:
        yield from _anchors(analysis.document.root)
    compiled = {workflow.name: workflow for workflow in analysis.compiled.workflows}
    for one in _File(analysis.config, (), compiled).occurrences():
        if one.span.start < one.span.end:
            yield one


def _anchors(root: Node) -> Iterator[Occurrence]:
    from wflint.source import Span

    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.anchor is not None:
            name, span = node.anchor
            yield Occurrence(Symbol("anchor", (str(span.start),), name), Span(span.start + 1, span.end), True)
        if isinstance(node, Alias):
            anchor = None if node.target is None else node.target.anchor
            if anchor is not None:
                symbol = Symbol("anchor", (str(anchor.span.start),), anchor.name)
                yield Occurrence(symbol, Span(node.start + 1, node.end), False)
        elif isinstance(node, Mapping):
            for entry in node.entries:
                waiting += entry
        elif isinstance(node, Sequence):
            waiting += node.items


class _File:
    """One config or inline orb; `path` are the aliases of the inline orbs around it."""

    def __init__(self, config: Config, path: tuple[str, ...], compiled: MappingOf[str, CompiledWorkflow]) -> None:
        self.config = config
        self.path = path
        self.compiled = compiled

    def occurrences(self) -> Iterator[Occurrence]:
        """All names of the file but anchors."""
        config = self.config
        for section, kind in _SECTIONS.items():
            body = config.root.get(section) if config.root is not None else None
            if isinstance(body, Mapping):
                for entry in (*body.entries, *body.effective):
                    key = resolve(entry.key)
                    if isinstance(key, Scalar) and key.value not in {"<<", "version" if kind == "workflow" else "<<"}:
                        yield from self.whole(kind, (), key, True)
        for job in config.jobs.values():
            yield from self._element("job", job.name.value, job.node, job.parameters)
        for command in config.commands.values():
            yield from self._element("command", command.name.value, command.node, command.parameters)
        for executor in config.executors.values():
            yield from self._element("executor", executor.name.value, executor.node, executor.parameters)
        for workflow in config.workflows.values():
            yield from self._workflow("workflow", workflow)
        for group in config.job_groups.values():
            yield from self._workflow("job-group", group)
        for orb in config.orbs.values():
            if orb.inline is not None:
                yield from _File(orb.inline, (*self.path, orb.name.value), {}).occurrences()

    def _element(
        self, kind: str, name: str, node: Value, parameters: MappingOf[str, Parameter]
    ) -> Iterator[Occurrence]:
        owner = (kind, name)
        if isinstance(node, Scalar):
            yield from self._reference(kind, node)
            return
        if not isinstance(node, Mapping):
            return
        for key, value in node.items():
            if key.value == "parameters":
                continue
            yield from self._templates(value, owner)
            if key.value == "steps":
                yield from self._steps(value, owner)
            elif key.value == "executor" and kind == "job":
                yield from self._executor(value, owner)
        for parameter in parameters.values():
            yield from self.whole("parameter", owner, parameter.name, True)
            if parameter.default is not None:
                yield from self._templates(parameter.default, owner)
                yield from self.argument(parameter, parameter.default, owner)

    def _steps(self, node: Value, owner: tuple[str, ...]) -> Iterator[Occurrence]:
        for item in node.items if isinstance(node, Sequence) else ():
            value = resolve(item)
            if isinstance(value, Scalar):
                yield from self._step(value, None, owner)
            elif isinstance(value, Mapping):
                for key, body in value.items():
                    yield from self._step(key, body, owner)
                    break

    def _step(self, name: Scalar, body: Value | None, owner: tuple[str, ...]) -> Iterator[Occurrence]:
        if name.value in _CONDITIONS and isinstance(body, Mapping):
            yield from self._condition(body.get("condition"), owner)
            steps = body.get("steps")
            if steps is not None:
                yield from self._steps(steps, owner)
        elif name.value in BUILT_IN_STEPS and (
            name.value not in self.config.commands or owner == ("command", name.value)
        ):
            # Inside a command that is named like a step of CircleCI's, the name is that step's.
            if name.value in {"steps", "with_tool_cache"} and body is not None:
                nested = body.get("steps") if isinstance(body, Mapping) else body
                if nested is not None:
                    yield from self._steps(nested, owner)
        else:
            yield from self._reference("command", name)
            called = self._callee("command", name.value)
            if called is not None and isinstance(body, Mapping):
                yield from called.arguments(body, self, owner)

    def _executor(self, node: Value, owner: tuple[str, ...]) -> Iterator[Occurrence]:
        if isinstance(node, Scalar):
            yield from self._reference("executor", node)
        elif isinstance(node, Mapping):
            name = node.get("name")
            if isinstance(name, Scalar):
                yield from self._reference("executor", name)
                called = self._callee("executor", name.value)
                if called is not None:
                    yield from called.arguments(node, self, owner, besides=frozenset({"name"}))

    def argument(self, parameter: Parameter, value: Value, owner: tuple[str, ...]) -> Iterator[Occurrence]:
        """The names in the value of a parameter, by its type."""
        kind = None if parameter.type is None else parameter.type.value
        if kind == "steps":
            yield from self._steps(value, owner)
        elif kind == "executor":
            yield from self._executor(value, owner)

    def _workflow(self, kind: str, workflow: Workflow | JobGroup) -> Iterator[Occurrence]:
        owner = (kind, workflow.name.value)
        if isinstance(workflow.node, Mapping):
            for key, value in workflow.node.items():
                if key.value in _CONDITIONS:
                    yield from self._condition(value, owner)
                elif key.value != "jobs":
                    yield from self._templates(value, owner)
        for invocation in workflow.invocations:
            yield from self._invocation(invocation, owner, workflow)

    def _invocation(
        self, invocation: Invocation, owner: tuple[str, ...], workflow: Workflow | JobGroup
    ) -> Iterator[Occurrence]:
        job = invocation.job
        if job.value in self.config.job_groups:
            yield from self.whole("job-group", (), job, False)
        elif invocation.is_approval and job.value not in self.config.jobs:
            yield from self.whole("invocation", owner, job, invocation.name is None)
        else:
            yield from self._reference("job", job)
        for given in (invocation.name, None if invocation.matrix is None else invocation.matrix.alias):
            if given is not None and "<<" not in given.value:
                yield from self.whole("invocation", owner, given, True)
        for requirement in invocation.requires:
            yield from self._requirement(requirement.name, owner, workflow)
        if invocation.body is None:
            return
        called = self._callee("job", job.value)
        # A job of an orb that is not at hand reads the matrix by names that nothing here declares.
        inner = owner if called is None or called.path else ("job", called.name)
        for key, value in invocation.body.items():
            yield from self._templates(value, owner, matrix=inner)
            if key.value in {"pre-steps", "post-steps"}:
                yield from self._steps(value, owner)
            elif key.value == "filters" and isinstance(value, Scalar):
                yield from self._condition(value, owner)
            elif key.value == "override-with" and isinstance(value, Scalar):
                yield from self._reference("job", value)
        if called is not None:
            yield from called.arguments(invocation.body, self, owner, besides=INVOCATION_KEYS)
            if invocation.matrix is not None and isinstance(invocation.matrix.node, Mapping):
                yield from self._matrix(invocation.matrix.node, called, owner)

    def _matrix(self, node: Mapping, called: _Callee, owner: tuple[str, ...]) -> Iterator[Occurrence]:
        given = node.get("parameters")
        if isinstance(given, Mapping):
            for key, value in given.items():
                if key.value in called.parameters:
                    yield from called.file.whole("parameter", called.owner, key, False)
                    for item in value.items if isinstance(value, Sequence) else ():
                        yield from self.argument(called.parameters[key.value], resolve(item), owner)
        excluded = node.get("exclude")
        for item in excluded.items if isinstance(excluded, Sequence) else ():
            combination = resolve(item)
            if isinstance(combination, Mapping):
                yield from called.arguments(combination, self, owner)

    def _requirement(self, name: Scalar, owner: tuple[str, ...], workflow: Workflow | JobGroup) -> Iterator[Occurrence]:
        """What a job requires: a name given here, an approval, a job, a group, or a name made of one of them."""
        written = name.value
        if "<<" in written:
            return
        for invocation in workflow.invocations:
            alias = None if invocation.matrix is None else invocation.matrix.alias
            if written in {given.value for given in (invocation.name, alias) if given is not None}:
                yield from self.whole("invocation", owner, name, False)
                return
        for invocation in workflow.invocations:
            if invocation.job.value == written:
                yield from self._required_job(invocation, name, owner, len(written))
                return
        compiled = self.compiled.get(workflow.name.value) if owner[0] == "workflow" else None
        job = None if compiled is None else compiled.job(written)
        if job is not None and not job.is_synthetic and job.group is None:
            given = job.invocation.name
            base = (job.invocation.job if given is None else given).value
            if written.startswith(f"{base}-"):
                if given is not None:
                    yield from self.part("invocation", owner, name, 0, len(base))
                else:
                    yield from self._required_job(job.invocation, name, owner, len(base))

    def _required_job(
        self, invocation: Invocation, name: Scalar, owner: tuple[str, ...], length: int
    ) -> Iterator[Occurrence]:
        job = invocation.job.value
        if job in self.config.job_groups:
            yield from self.part("job-group", (), name, 0, length)
        elif invocation.is_approval and job not in self.config.jobs:
            yield from self.part("invocation", owner, name, 0, length)
        elif job in self.config.jobs:
            yield from self.part("job", (), name, 0, length)
        elif "/" in job:
            yield from self._reference("job", name)

    def _condition(self, node: Value | None, owner: tuple[str, ...]) -> Iterator[Occurrence]:
        if isinstance(node, Scalar) and "<<" not in node.value:
            expression = parse(node.value)
            if not isinstance(expression, ExpressionError):
                for name in names_in(expression):
                    yield from self._name(node, name.name, name.start, owner, owner)
        elif node is not None:
            yield from self._templates(node, owner)

    def _templates(self, node: Node, owner: tuple[str, ...], *, matrix: tuple[str, ...] = ()) -> Iterator[Occurrence]:
        """The names in the templates of all texts of a value, aliases followed."""
        text = node.source.text
        if text.find("<<", node.start, node.end) < 0 and text.find("*", node.start, node.end) < 0:
            return
        waiting = [node]
        seen = set()
        while waiting:
            value = resolve(waiting.pop())
            if isinstance(value, Scalar):
                if "<<" in value.value:
                    parsed = parse_template(value.value)
                    if not isinstance(parsed, TemplateError):
                        yield from self._template(value, parsed, owner, matrix)
            elif id(value) not in seen:
                seen.add(id(value))
                if isinstance(value, Sequence):
                    waiting += value.items
                else:
                    for entry in value.entries:
                        waiting += entry

    def _template(
        self, scalar: Scalar, parts: Template, owner: tuple[str, ...], matrix: tuple[str, ...]
    ) -> Iterator[Occurrence]:
        for part in parts:
            if isinstance(part, Tag):
                for name in names_in(part.expression):
                    yield from self._name(scalar, name.name, part.inner + name.start, owner, matrix)
            elif isinstance(part, Section):
                yield from self._section(scalar, part, owner, matrix)
                yield from self._template(scalar, part.content, owner, matrix)

    def _section(
        self, scalar: Scalar, section: Section, owner: tuple[str, ...], matrix: tuple[str, ...]
    ) -> Iterator[Occurrence]:
        """The name in both tags of a section."""
        first = scalar.value.find(section.name, section.start)
        last = scalar.value.rfind(section.name, section.start, section.end)
        for start in {first, last}:
            yield from self._name(scalar, section.name, start, owner, matrix)

    def _name(
        self, scalar: Scalar, full: str, start: int, owner: tuple[str, ...], matrix: tuple[str, ...]
    ) -> Iterator[Occurrence]:
        """What a dotted name reads; `start` is its offset in the scalar's value."""
        # What an invocation hands to an executor parameter is read inside the job.
        for prefix, where in ((PIPELINE, ()), ("parameters.", matrix or owner), ("matrix.", matrix)):
            if full.startswith(prefix) and (where or prefix == PIPELINE):
                if where[:1] not in {("workflow",), ("job-group",)}:
                    yield from self.part("parameter", where, scalar, start + len(prefix), start + len(full), full)
                return

    def _reference(self, kind: str, name: Scalar) -> Iterator[Occurrence]:
        """The name of an element: of this file, of an inline orb, or of another orb, whose alias alone is known."""
        alias, slash, _ = name.value.partition("/")
        if "<<" in name.value:
            return
        if not slash or name.value in self.defined(kind):
            yield from self.whole(kind, (), name, False)
        elif alias in self.config.orbs:
            yield from self.part("orb", (), name, 0, len(alias))
            orb = self.config.orbs[alias]
            if orb.inline is not None:
                inner = _File(orb.inline, (*self.path, alias), {})
                yield from inner.part(kind, (), name, len(alias) + 1, len(name.value))

    def defined(self, kind: str) -> MappingOf[str, Job | Command | Executor]:
        """The elements of a kind by name."""
        config = self.config
        if kind == "job":
            return config.jobs
        return config.commands if kind == "command" else config.executors

    def _callee(self, kind: str, name: str) -> _Callee | None:
        """The element that a name stands for, of this file or of an inline orb."""
        file = self
        alias, slash, inner = name.partition("/")
        if slash and name not in self.defined(kind):
            orb = self.config.orbs.get(alias)
            if orb is None or orb.inline is None:
                return None
            file, name = _File(orb.inline, (*self.path, alias), {}), inner
        element = file.defined(kind).get(name)
        return None if element is None else _Callee(file, kind, name, element.parameters)

    def whole(self, kind: str, owner: tuple[str, ...], name: Scalar, is_definition: bool) -> Iterator[Occurrence]:
        """A whole scalar as an occurrence."""
        yield from self.part(kind, owner, name, 0, len(name.value), is_definition=is_definition)

    def part(
        self,
        kind: str,
        owner: tuple[str, ...],
        scalar: Scalar,
        start: int,
        end: int,
        full: str = "",
        *,
        is_definition: bool = False,
    ) -> Iterator[Occurrence]:
        """A stretch of a scalar's value as an occurrence; none where its letters do not stand in the text."""
        place = place_in(scalar, start, end)
        name = scalar.value[start:end]
        text = place.source.text[place.span.start : place.span.end]
        if text == name and (not full or full.endswith(name)):
            yield Occurrence(Symbol(kind, (*self.path, *owner), name), place.span, is_definition)


class _Callee:
    """A job, command or executor that is called; its arguments are uses of its parameters."""

    def __init__(self, file: _File, kind: str, name: str, parameters: MappingOf[str, Parameter]) -> None:
        self.file = file
        self.name = name
        self.path = file.path
        self.owner = (kind, name)
        self.parameters = parameters

    def arguments(
        self, given: Mapping, caller: _File, owner: tuple[str, ...], *, besides: frozenset[str] = frozenset()
    ) -> Iterator[Occurrence]:
        """The arguments in a call of `caller`, whose own parameters `owner` has."""
        for key, value in given.items():
            parameter = self.parameters.get(key.value)
            if parameter is not None and key.value not in besides:
                yield from self.file.whole("parameter", self.owner, key, False)
                yield from caller.argument(parameter, value, owner)
