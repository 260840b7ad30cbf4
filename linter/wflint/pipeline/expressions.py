"""Expressions of filters and conditions for everything above the compiler."""

from __future__ import annotations

from wflint.compiler.expression_syntax import Binary, ExpressionError, Literal, Matches, Name, Not, names_in
from wflint.compiler.expression_syntax import parse as parse_expression
from wflint.compiler.expressions import truth as expression_truth
from wflint.compiler.template import TemplateError, parse_template, whole_tag
from wflint.syntax.nodes import Mapping, Scalar, Sequence, resolve
from wflint.syntax.scalars import scalar_data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.compiler.expression_syntax import Expression
    from wflint.compiler.expressions import Lookup
    from wflint.syntax.nodes import Value

__all__ = ["condition_expression", "expression_truth", "matches_in", "parse_expression", "reached_names"]


def reached_names(expression: Expression, lookup: Lookup) -> Iterator[Name]:
    """The names CircleCI may come to when it evaluates an expression, in the order of the text.

    `lookup` gives what is known of names; `and` and `or` leave out what cannot decide any more.
    """
    if isinstance(expression, Name):
        yield expression
    elif isinstance(expression, Binary):
        yield from reached_names(expression.left, lookup)
        decisive = {"and": False, "or": True}.get(expression.operator)
        if decisive is None or expression_truth(expression.left, lookup) is not decisive:
            yield from reached_names(expression.right, lookup)
    elif not isinstance(expression, Literal):
        yield from reached_names(expression.operand, lookup)


def condition_expression(condition: Value) -> Expression | None:
    """The condition of a workflow as one expression, logic statements translated; None if it is not one for sure.

    Its truth is that of the condition, and is worked out faster.
    """
    if isinstance(condition, Scalar):
        if "<<" in condition.value or not isinstance(scalar_data(condition), str):
            return _operand(condition)
        parsed = parse_expression(condition.value)
        is_known = not isinstance(parsed, ExpressionError) and all(
            name.name.startswith("pipeline.") for name in names_in(parsed)
        )
        return parsed if is_known and not isinstance(parsed, ExpressionError) else None
    return _statement(condition)


def _statement(node: Value) -> Expression | None:
    """A logic statement, or a value inside of one."""
    if isinstance(node, Scalar):
        return _operand(node)
    entries = list(node.items()) if isinstance(node, Mapping) else []
    if len(entries) != 1:
        return None
    operator, value = entries[0][0].value, entries[0][1]
    if operator == "not":
        inner = _statement(value)
        return None if inner is None else Not(inner, 0, 0)
    if operator == "matches" and isinstance(value, Mapping):
        return _match(value)
    if operator not in {"and", "or", "equal"} or not isinstance(value, Sequence) or not value.items:
        return None
    items = [resolve(item) for item in value.items]
    if operator == "equal":
        operands = [_operand(item) for item in items]
        known = [operand for operand in operands if operand is not None]
        if len(known) < len(operands):
            return None
        pairs: list[Expression] = [Binary("==", known[0], other, 0, 0) for other in known[1:]]
        return _joined("and", pairs or [Literal(True, 0, 0)])
    parts = [part for part in map(_statement, items) if part is not None]
    return _joined(operator, parts) if len(parts) == len(items) else None


def _match(node: Mapping) -> Expression | None:
    pattern, value = node.get("pattern"), node.get("value")
    operand = None if value is None else _operand(value)
    if operand is None or not isinstance(pattern, Scalar) or "<<" in pattern.value or len(node.entries) != 2:
        return None
    return Matches(operand, pattern.value, 0, 0)


def _operand(node: Value) -> Expression | None:
    """A single value: written out, or one template that is all of it."""
    if not isinstance(node, Scalar):
        return None
    if "<<" not in node.value:
        return Literal(scalar_data(node), 0, 0)
    template = parse_template(node.value)
    tag = None if isinstance(template, TemplateError) else whole_tag(template)
    if tag is None or not all(name.name.startswith("pipeline.") for name in names_in(tag.expression)):
        return None
    return tag.expression


def _joined(operator: str, parts: list[Expression]) -> Expression:
    """The parts under one operator, as shallow as possible: a list may have thousands."""
    if len(parts) == 1:
        return parts[0]
    middle = len(parts) // 2
    return Binary(operator, _joined(operator, parts[:middle]), _joined(operator, parts[middle:]), 0, 0)


def matches_in(expression: Expression | ExpressionError) -> tuple[Matches, ...]:
    """Every `matches` of an expression, in the order of the text; a broken expression has none."""
    if isinstance(expression, Matches):
        return (*matches_in(expression.operand), expression)
    if isinstance(expression, Binary):
        return matches_in(expression.left) + matches_in(expression.right)
    return matches_in(expression.operand) if isinstance(expression, Not) else ()
