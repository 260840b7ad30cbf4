"""Expressions of filters and conditions for everything above the compiler."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint.compiler.expression_syntax import Binary, Literal, Matches, Name, Not
from wflint.compiler.expression_syntax import parse as parse_expression
from wflint.compiler.expressions import truth as expression_truth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.compiler.expression_syntax import Expression, ExpressionError
    from wflint.compiler.expressions import Lookup

__all__ = ["expression_truth", "matches_in", "parse_expression", "reached_names"]


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


def matches_in(expression: Expression | ExpressionError) -> tuple[Matches, ...]:
    """Every `matches` of an expression, in the order of the text; a broken expression has none."""
    if isinstance(expression, Matches):
        return (*matches_in(expression.operand), expression)
    if isinstance(expression, Binary):
        return matches_in(expression.left) + matches_in(expression.right)
    return matches_in(expression.operand) if isinstance(expression, Not) else ()
