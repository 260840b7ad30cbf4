"""What an editor shows of the word under the pointer."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from lsprotocol import types

from wflint.compiler.expression_syntax import ExpressionError, names_in, parse
from wflint.compiler.places import place_in
from wflint.compiler.template import Section, Tag, TemplateError, parse_template
from wflint.data.pipeline_values import VALUES
from wflint.lsp import facts
from wflint.lsp.describing import as_block, as_written, described_element, described_parameter
from wflint.lsp.elements import element_named, orb_words
from wflint.lsp.jobs import described_events, described_job, described_workflow, instances_of
from wflint.lsp.language import described_key, described_step, expected_at, look_in
from wflint.lsp.occurrences import Symbol, occurrences_in
from wflint.lsp.offered_values import cache_templates_at, variables_at
from wflint.model.spec.steps import BUILT_INS
from wflint.source import Span
from wflint.syntax.nodes import Alias, Scalar, Sequence, resolve
from wflint.syntax.path import locate, node_by_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.compiler.template import Template
    from wflint.lsp.documents import OpenDocument
    from wflint.syntax.path import Found, Path


_VARIABLE = re.compile(r"\$\{?(?P<name>\w+)")
_CACHE_TEMPLATE = re.compile(r"\{\{\s*(?P<name>[\w.]+)")


def hover(document: OpenDocument, params: types.HoverParams) -> types.Hover | None:
    """The text for a position, with the span it is about; None where there is nothing to say."""
    offset = document.offset(params.position)
    found = hover_text(document, offset)
    if found is None:
        return None
    text, span = found
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text), document.range(span))


def hover_text(document: OpenDocument, offset: int) -> tuple[str, Span] | None:
    """What there is to say at an offset, in Markdown, and the span it is about."""
    found = locate(document.analysis.document, offset)
    if found is not None and isinstance(found.node, Alias):
        target = found.node.target
        return None if target is None else (f"what `&{found.node.name}` holds:\n\n{as_block(target)}", found.node.span)
    if found is None or not isinstance(found.node, Scalar):
        return None
    inside = _inside_script(document, found, offset)
    if inside is not None:
        return inside
    for name, span in _names(found, offset):
        text = _named_value(document, name, found.path)
        if text is not None:
            return text, span
    text = _of_name(document, found, offset) or _of_value(found)
    return (text, found.node.span) if text else None


def _inside_script(document: OpenDocument, found: Found, offset: int) -> tuple[str, Span] | None:
    """An environment variable of a script, or a template in the key of a cache, at an offset."""
    line = document.source.line_span(document.source.line_column(offset)[0])
    keys = [step for step in found.path if isinstance(step, str)]
    if keys[-1:] == ["run"] or keys[-2:] == ["run", "command"]:
        pattern, offered = _VARIABLE, variables_at(document, found.path)
    elif keys and keys[-1] in {"key", "keys"}:
        pattern, offered = _CACHE_TEMPLATE, cache_templates_at()
    else:
        return None
    for match in pattern.finditer(document.source.text, *line):
        span = Span(*match.span("name"))
        if span.start <= offset <= span.end:
            name = match["name"]
            # The variable's name follows `.Environment.`.
            known = {offer.label: offer for offer in reversed(list(offered))}
            offer = known.get(name) or known.get(f".{name.split('.')[1]}." if name.startswith(".") else "")
            said = "" if offer is None else f"**`{name}`** ({offer.detail})\n\n{offer.documentation}"
            return (said, span) if said else None
    return None


def _names(found: Found, offset: int) -> Iterator[tuple[str, Span]]:
    """The name of a template or expression that an offset lies in."""
    node = found.node
    if not isinstance(node, Scalar):
        return
    if "<<" in node.value:
        parsed = parse_template(node.value)
        names = [] if isinstance(parsed, TemplateError) else list(_template_names(parsed))
    else:
        expression = parse(node.value) if "pipeline." in node.value else None
        is_expression = expression is not None and not isinstance(expression, ExpressionError)
        names = [(one.name, one.start) for one in names_in(expression)] if is_expression else []  # type: ignore[arg-type] # it is one
    for name, start in names:
        span = place_in(node, start, start + len(name)).span
        if span.start <= offset <= span.end:
            yield name, span


def _template_names(parts: Template) -> Iterator[tuple[str, int]]:
    for part in parts:
        if isinstance(part, Tag):
            for name in names_in(part.expression):
                yield name.name, part.inner + name.start
        elif isinstance(part, Section):
            yield from _template_names(part.content)


def _named_value(document: OpenDocument, name: str, path: Path) -> str | None:
    """What a name inside `<< >>` stands for."""
    config = document.analysis.config
    if name.startswith("pipeline.parameters."):
        parameter = config.parameters.get(name.removeprefix("pipeline.parameters."))
        return None if parameter is None else f"pipeline parameter {described_parameter(parameter)}"
    if name in VALUES:
        value = VALUES[name]
        events = f"  \n*set for*: {value.events}" if value.events else ""
        return f"**`{name}`** (pipeline value)\n\n{value.doc}\n\n*type*: {value.type}{events}"
    if name.startswith("parameters.") and len(path) > 1:
        return _argument_values(document, name.removeprefix("parameters."), str(path[0])[:-1], str(path[1]))
    if name.startswith("matrix."):
        given = node_by_path(document.analysis.document, (*path[:5], "matrix", "parameters", name[7:]))
        return None if given is None else f"**`{name}`** is each of `{as_written(given)}` in turn"
    return None


def _argument_values(document: OpenDocument, name: str, kind: str, element: str) -> str | None:
    """A parameter of an element, with what its callers give it."""
    found = element_named(document, kind, element)
    parameter = None if found is None else found.parameters.get(name)
    if parameter is None:
        return None
    *orbs, own = element.split("/")
    values = _given(document, Symbol("parameter", (*orbs, kind, own), name))
    shown = f"*given*: {', '.join(f'`{value}`' for value in values)}" if values else "no caller gives a value"
    return f"parameter {described_parameter(parameter)}\n\n{shown}"


def _given(document: OpenDocument, symbol: Symbol) -> list[str]:
    """The values that calls give to a parameter, as written, each once, in the order of the text."""
    values: dict[str, None] = {}
    for use in occurrences_in(document).uses(symbol):
        found = locate(document.analysis.document, use.span.start)
        if found is not None and found.is_key and "exclude" not in found.path:
            node = node_by_path(document.analysis.document, found.path)
            listed = None if node is None else resolve(node)
            # A matrix gives each item in turn.
            items = listed.items if isinstance(listed, Sequence) and "matrix" in found.path else (node,)
            values.update({"" if item is None else as_written(item): None for item in items})
    return list(values)


def _of_name(document: OpenDocument, found: Found, offset: int) -> str | None:
    """What a name of a job, command, executor or step means."""
    node, path = found.node, found.path
    if not isinstance(node, Scalar):
        return None
    config = document.analysis.config
    symbol = _symbol(document, node, offset)
    in_workflow = path[:1] == ("workflows",)
    if in_workflow and len(path) == 2 and found.is_key:
        return described_workflow(document, node.value)
    is_generated = symbol is None and "requires" in path and node.value != "requires"
    if in_workflow and (is_generated or (symbol is not None and symbol.kind in {"job", "invocation"})):
        return _of_invocation(document, found) or orb_words(document, node.value)
    if path[:1] == ("orbs",) and len(path) == 2:
        return orb_words(document, str(path[1]))
    if symbol is not None and symbol.kind == "job" and not symbol.owner:
        element = element_named(document, "job", symbol.name)
        text = "" if element is None else described_element(element)
        return f"{text}\n\n{described_job(document, instances_of(document, symbol.name))}"
    if symbol is not None and symbol.kind == "parameter" and symbol.owner:
        *orbs, owner, own = symbol.owner
        return _argument_values(document, symbol.name, owner, "/".join([*orbs, own]))
    if symbol is not None and symbol.kind == "parameter" and symbol.name in config.parameters:
        return f"pipeline parameter {described_parameter(config.parameters[symbol.name])}"
    expected = expected_at(path, lambda inner: look_in(document, inner), is_orb=config.kind == "orb")
    if found.is_key and expected.key is not None:
        return described_key(node.value, expected.key)
    for kind in ("command", "executor", "job"):
        if (symbol is not None and symbol.kind == kind) or "/" in node.value:
            element = element_named(document, kind, node.value)
            if element is not None:
                return described_element(element)
    if any(one.symbol.kind == "orb" for one in occurrences_in(document).at(node.start)):
        return orb_words(document, node.value)
    before = path[:-1] if found.is_key else path
    if node.value in BUILT_INS and expected_at(before, lambda inner: look_in(document, inner)).section == "step":
        return described_step(node.value)
    return None


def _symbol(document: OpenDocument, node: Scalar, offset: int) -> Symbol | None:
    """What a scalar names; of one that holds more than a name, what stands at the offset."""
    is_name = not set(node.value) & set("<= ")
    for one in occurrences_in(document).at(node.end if is_name else offset):
        if one.span.end <= node.end and one.symbol.kind != "orb" and one.span.start >= node.start:
            return one.symbol
    return None


def _of_invocation(document: OpenDocument, found: Found) -> str | None:
    """What a job of a workflow is: its arguments, events and body."""
    node = found.node
    workflow = next((one for one in document.analysis.compiled.workflows if one.name == found.path[1]), None)
    if workflow is None or not isinstance(node, Scalar):
        return None
    jobs = [
        job
        for job in workflow.jobs
        if not job.is_synthetic
        and (job.invocation.job is node or job.invocation.name is node or node.value in {job.name, job.alias})
    ]
    if not jobs:
        return None
    job = jobs[0]
    parts = []
    element = element_named(document, "job", job.job)
    if element is not None:
        parts.append(described_element(element))
    if job.invocation.arguments:
        given = [f"- `{entry.name}`: `{as_written(entry.value)}`" for entry in job.invocation.arguments]
        parts.append("*given here*:\n" + "\n".join(given))
    if job.type != "build":
        return "\n\n".join([*parts, f"**`{job.name}`** ({job.type})", *described_events(document, workflow, job)])
    return "\n\n".join([*parts, described_job(document, [(workflow, one) for one in jobs])])


def _of_value(found: Found) -> str | None:
    """Facts about a value by the key it stands under."""
    node, path = found.node, found.path
    if found.is_key or not isinstance(node, Scalar) or not path:
        return None
    keys = [step for step in path if isinstance(step, str)]
    last = keys[-1] if keys else ""
    if last in {"only", "ignore"} and {"branches", "tags"} & set(keys):
        return facts.described_pattern(node.value, "tag" if "tags" in keys else "branch")
    if last == "cron":
        return facts.described_schedule(node.value, datetime.now(UTC))
    if last == "image":
        return facts.described_image(node.value)
    if last == "resource_class":
        return facts.described_class(node.value)
    if last == "machine":
        return facts.described_image(node.value)
    return facts.described_xcode(node.value) if last == "xcode" else None
