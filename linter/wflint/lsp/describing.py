"""Parameters and elements of a config in Markdown, as hover and completion show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint.compiler.emit import plain_node
from wflint.model.executable import is_null
from wflint.syntax.nodes import Scalar, resolve

if TYPE_CHECKING:
    from wflint.lsp.elements import Element
    from wflint.model.executable import Parameter
    from wflint.syntax.nodes import Node

LONGEST_VALUE = 80
MOST_LINES = 60


def as_written(node: Node) -> str:
    """A value as it stands in the text, in one line, shortened."""
    value = resolve(node)
    text = " ".join(value.source.text[value.start : value.end].split())
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


def as_block(node: Node) -> str:
    """A value as it stands in the text, over its lines, as a block of code."""
    value = resolve(node)
    text = value.source.text
    begin = text.rfind("\n", 0, value.start) + 1
    is_first = not text[begin : value.start].strip()
    lines = text[begin if is_first else value.start : value.end].rstrip().splitlines()
    rest = [line for line in lines[0 if is_first else 1 :] if line.strip()]
    indentation = min((len(line) - len(line.lstrip()) for line in rest), default=0)
    shown = [line[indentation:] if is_first or number else line for number, line in enumerate(lines)][:MOST_LINES]
    more = [f"# … {len(lines) - MOST_LINES} more lines"] if len(lines) > MOST_LINES else []
    return "\n".join(["```yaml", *shown, *more, "```"])


def described_parameter(parameter: Parameter) -> str:
    """A declared parameter in Markdown: name, type, default, values, description."""
    lines = [f"**`{parameter.name.value}`**"]
    node = parameter.node
    description = node.get("description") if not isinstance(node, Scalar) and hasattr(node, "get") else None
    if isinstance(description, Scalar) and not is_null(description):
        lines.append(description.value)
    facts_known = [f"*type*: {parameter.type.value}"] if parameter.type is not None else []
    if parameter.default is None:
        facts_known.append("*required*")
    else:
        facts_known.append(f"*default*: `{as_written(parameter.default)}`")
    if parameter.enum is not None:
        facts_known.append(f"*values*: {', '.join(f'`{value}`' for value in plain_node(parameter.enum))}")
    lines.append("  \n".join(facts_known))
    return "\n\n".join(lines)


def described_element(element: Element) -> str:
    """A job, command or executor in Markdown: its description and parameters."""
    parts = [f"**`{element.name}`** ({element.kind})"]
    if element.description:
        parts.append(element.description)
    rows = []
    for parameter in element.parameters.values():
        kind = parameter.type.value if parameter.type is not None else "?"
        default = "required" if parameter.default is None else f"default `{as_written(parameter.default)}`"
        rows.append(f"- `{parameter.name.value}`: {kind}, {default}")
    if rows:
        parts.append("\n".join(rows))
    if element.kind == "executor":
        parts.append(as_block(element.node))
    return "\n\n".join(parts)
