"""Substitute what `<< >>` stands for: values keep their types where a tag is the whole value, else become text."""

from __future__ import annotations

from wflint.compiler.compiled import (
    CompiledMapping,
    CompiledScalar,
    CompiledSequence,
    Piece,
    Unknown,
    as_written,
)
from wflint.compiler.expression_syntax import Name, names_in
from wflint.compiler.places import place_in
from wflint.compiler.template import Section, TemplateError, Text, parse_template, whole_tag
from wflint.compiler.variables import look_up
from wflint.syntax.nodes import Mapping, Scalar, resolve
from wflint.syntax.scalars import printed, scalar_data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.compiler.compilation import Compilation
    from wflint.compiler.compiled import CompiledValue
    from wflint.compiler.scope import Scope
    from wflint.compiler.template import Tag, Template
    from wflint.diagnostic import Frame
    from wflint.syntax.nodes import Value
    from wflint.syntax.scalars import Data

FAULT = Unknown("any", ("fault",))
"""What a template is worth that has a fault, which was reported."""


def render(node: Value, scope: Scope, frame: Frame | None, compilation: Compilation) -> CompiledValue:
    """Compile a value in a scope; faults are reported, and what has one is unknown."""
    if isinstance(node, Scalar):
        if "<<" in node.value and scope.has_templates:
            return render_scalar(node, scope, frame, compilation)
        return CompiledScalar(scalar_data(node), node, frame)
    if not scope.has_templates or not _has_template(node, compilation.with_template):
        return as_written(node, frame)
    if isinstance(node, Mapping):
        entries = [(key, render(value, scope, frame, compilation)) for key, value in node.items()]
        return CompiledMapping(tuple(entries), node, frame)
    items = [render(resolve(item), scope, frame, compilation) for item in node.items]
    return CompiledSequence(tuple(items), node, frame)


def render_scalar(node: Scalar, scope: Scope, frame: Frame | None, compilation: Compilation) -> CompiledValue:
    """Compile a scalar that holds `<<`."""
    template = parse_template(node.value)
    if isinstance(template, TemplateError):
        place = place_in(node, template.start, template.end)
        compilation.report("template-syntax", place, template.message, frame)
        return CompiledScalar(FAULT, node, frame)
    tag = whole_tag(template)
    if tag is not None:
        return _tag_value(tag, node, scope, frame, compilation)
    return _text(template, node, scope, frame, compilation)


def _has_template(node: Value, known: dict[int, bool]) -> bool:
    """Whether `<<` stands in a scalar anywhere below a node; what was found out is kept in `known` by `id`."""
    if isinstance(node, Scalar):
        return "<<" in node.value
    found = known.get(id(node))
    if found is None:
        text = node.source.text
        # Aliases lead to other stretches of the text, so a star means that the children have to be looked at.
        if text.find("<<", node.start, node.end) < 0 and text.find("*", node.start, node.end) < 0:
            return False
        children = (value for _, value in node.items()) if isinstance(node, Mapping) else map(resolve, node.items)
        found = known[id(node)] = any(_has_template(child, known) for child in children)
    return found


def _tag_value(tag: Tag, node: Scalar, scope: Scope, frame: Frame | None, compilation: Compilation) -> CompiledValue:
    expression = tag.expression
    if isinstance(expression, Name):
        value = look_up(expression, tag.inner, node, scope, frame, compilation)
        if isinstance(value, CompiledScalar):
            return CompiledScalar(value.data, value.node, frame, value.pieces)
        if isinstance(value, CompiledSequence | CompiledMapping):
            return value
        return CompiledScalar(value, node, frame)
    return CompiledScalar(_expression_value(tag, node, scope, frame, compilation), node, frame)


def _expression_value(
    tag: Tag, node: Scalar, scope: Scope, frame: Frame | None, compilation: Compilation
) -> Data | Unknown:
    from wflint.compiler.expressions import evaluate, type_fault

    values: dict[str, Data | Unknown] = {}
    for name in names_in(tag.expression):
        value = look_up(name, tag.inner, node, scope, frame, compilation)
        if isinstance(value, CompiledScalar):
            values[name.name] = value.data
        elif isinstance(value, CompiledSequence | CompiledMapping):
            values[name.name] = Unknown("any", (name.name,))
        else:
            values[name.name] = value
    fault = type_fault(tag.expression, values.__getitem__)
    if fault is not None:
        operand, message = fault
        place = place_in(node, tag.inner + operand.start, tag.inner + operand.end)
        compilation.report("expression-type", place, message, frame)
        return FAULT
    return evaluate(tag.expression, values.__getitem__)


def _text(
    template: Template, node: Scalar, scope: Scope, frame: Frame | None, compilation: Compilation
) -> CompiledScalar:
    parts: list[tuple[CompiledScalar | str, int]] = []
    if not _collect(template, node, scope, frame, compilation, parts):
        return CompiledScalar(_unknown_text(parts), node, frame)
    texts: list[str] = []
    found: list[Piece] = []
    offset = 0
    for part, start in parts:
        if isinstance(part, str):
            text = part
            found.append(Piece(offset, len(text), node, start, frame))
        else:
            data, written, _, pieces = part
            text = data if isinstance(data, str) else printed(data)  # type: ignore[arg-type]  # none is unknown
            if pieces:
                for inner, length, origin, begin, chain in pieces:
                    found.append(Piece(offset + inner, length, origin, begin, chain))
            elif text:
                found.append(Piece(offset, len(text), written, 0 if text == written.value else None, frame))
        texts.append(text)
        offset += len(text)
    if not compilation.count_text(offset, len(found), node, frame):
        return CompiledScalar(FAULT, node, frame)
    return CompiledScalar("".join(texts), node, frame, tuple(found))


def _collect(
    template: Template,
    node: Scalar,
    scope: Scope,
    frame: Frame | None,
    compilation: Compilation,
    parts: list[tuple[CompiledScalar | str, int]],
) -> bool:
    """Append the parts of a text: what is written out with its offset in the scalar, and values.

    False if a value is unknown.
    """
    known = True
    for segment in template:
        if isinstance(segment, Text):
            parts.append(segment)
        elif isinstance(segment, Section):
            holds = _holds(segment, node, scope, frame, compilation)
            if isinstance(holds, Unknown):
                known = False
                parts.append((CompiledScalar(holds, node, frame), 0))
            elif holds is not segment.inverted:
                known = _collect(segment.content, node, scope, frame, compilation, parts) and known
        else:
            value = _tag_value(segment, node, scope, frame, compilation)
            if not isinstance(value, CompiledScalar):
                value = CompiledScalar(Unknown("string", ("a list or map inside a text",)), node, frame)
            known = known and not isinstance(value.data, Unknown)
            parts.append((value, 0))
    return known


def _holds(
    section: Section, node: Scalar, scope: Scope, frame: Frame | None, compilation: Compilation
) -> bool | Unknown:
    """Whether the name of a section is true."""
    from wflint.compiler.expressions import truth_of

    name = Name(section.name, 0, len(section.name))
    value = look_up(name, section.start + 3, node, scope, frame, compilation)
    if isinstance(value, CompiledSequence):
        return bool(value.items)
    if isinstance(value, CompiledMapping):
        return bool(value.entries)
    data = value.data if isinstance(value, CompiledScalar) else value
    holds = truth_of(data)
    return Unknown("string", data.causes if isinstance(data, Unknown) else ()) if holds is None else holds


def _unknown_text(pieces: list[tuple[CompiledScalar | str, int]]) -> Unknown:
    causes: dict[str, None] = {}
    texts: list[str] | None = []
    for part, _ in pieces:
        data = part if isinstance(part, str) else part.data
        if isinstance(data, Unknown):
            causes.update(dict.fromkeys(data.causes))
            data = data.at_defaults[0] if data.at_defaults else data
        if texts is not None:
            texts = None if isinstance(data, Unknown) else [*texts, printed(data)]
    return Unknown("string", tuple(causes), None, () if texts is None else ("".join(texts),))
