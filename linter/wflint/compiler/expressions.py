"""What expressions are worth: values, three-valued truth, and both for values that are not known.

`parse` and `evaluate` are for everything above the compiler too: a filter expression of an event is
`truth(parse(text), values.get)`.
"""

from __future__ import annotations

from itertools import product

from wflint.compiler.compiled import Unknown
from wflint.compiler.expression_syntax import (
    Binary,
    Expression,
    ExpressionError,
    Literal,
    Matches,
    Name,
    Not,
    names_in,
    parse,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    from wflint.syntax.scalars import Data

    Lookup: TypeAlias = Callable[[str], Data | Unknown]

MOST_CASES = 256
MOST_PAIRS = 10_000


def evaluate(expression: Expression, lookup: Lookup) -> Data | Unknown:
    """The value of an expression, `lookup` giving those of its names (None for one that is not there).

    `and` and `or` give an operand, as CircleCI's do. The value is unknown if what is unknown decides it; then its
    domain is worked out if all unknown names have one, and its value at the parameters' defaults.
    """
    value = _value(expression, lookup)
    if not isinstance(value, Unknown):
        return value
    cases = _cases(expression, lookup)
    domain: tuple[Data, ...] | None = None
    if cases is not None:
        results = [_value(expression, case) for case in cases]
        known = [result for result in results if not isinstance(result, Unknown)]
        distinct = {(type(result), result): result for result in known}
        if len(known) == len(results):
            if len(distinct) == 1:
                return known[0]
            domain = tuple(distinct.values())
    default = _value(expression, at_defaults(lookup))
    return Unknown(value.type, value.causes, domain, () if isinstance(default, Unknown) else (default,))


def truth(expression: Expression, lookup: Lookup) -> bool | None:
    """Whether an expression holds; None if what is unknown decides it."""
    result = _truth(expression, lookup)
    if result is not None:
        return result
    cases = _cases(expression, lookup)
    if cases is None:
        return None
    results = {_truth(expression, case) for case in cases}
    return results.pop() if len(results) == 1 else None


def truth_of(value: Data | Unknown) -> bool | None:
    """Whether a value counts as true: all but false, null, 0, NaN and the empty text do."""
    if isinstance(value, Unknown):
        if not value.domain:
            return None
        results = {truth_of(item) for item in value.domain}
        return results.pop() if len(results) == 1 else None
    return bool(value) and value == value  # noqa: PLR0124 - NaN is the value that differs from itself


def at_defaults(lookup: Lookup) -> Lookup:
    """The same values, unknown ones replaced by what they are when all pipeline parameters have their defaults."""

    def default(name: str) -> Data | Unknown:
        value = lookup(name)
        return value.at_defaults[0] if isinstance(value, Unknown) and value.at_defaults else value

    return default


def equal(left: Data, right: Data) -> bool:
    """CircleCI's equality: values of different types differ, `1` and `true` too."""
    return type(left) is type(right) and left == right


def for_all_pairs(compare: Callable[[Data, Data], bool], lefts: Sequence[Data], rights: Sequence[Data]) -> bool | None:
    """What a comparison says of all pairs of values; None if they differ, or if there are too many to be compared."""
    if len(lefts) * len(rights) > MOST_PAIRS:
        return None
    pairs = product(lefts, rights)
    first = next((compare(*pair) for pair in pairs), None)
    return first if all(compare(*pair) is first for pair in pairs) else None


def type_fault(expression: Expression, lookup: Lookup) -> tuple[Expression, str] | None:
    """The first operand that certainly has a type its operator rejects, and what is wrong with it; None if none."""
    if isinstance(expression, Name | Literal):
        return None
    if isinstance(expression, Not):
        return type_fault(expression.operand, lookup)
    if isinstance(expression, Matches):
        return type_fault(expression.operand, lookup) or _text_fault(expression.operand, "matches", lookup)
    inner = type_fault(expression.left, lookup) or type_fault(expression.right, lookup)
    if inner is not None:
        return inner
    if expression.operator == "starts-with":
        operands = (expression.left, expression.right)
        return next((fault for side in operands if (fault := _text_fault(side, "starts-with", lookup))), None)
    if expression.operator in {"<", "<=", ">", ">="}:
        for side in (expression.left, expression.right):
            word = _type_word(_value(side, lookup))
            if word in {"string", "boolean"}:
                return side, f"`{expression.operator}` compares numbers, this is of type {word}"
    return None


def _text_fault(operand: Expression, operator: str, lookup: Lookup) -> tuple[Expression, str] | None:
    word = _type_word(_value(operand, lookup))
    return (operand, f"`{operator}` takes a string, this is of type {word}") if word in {"integer", "boolean"} else None


def _type_word(value: Data | Unknown) -> str:
    if isinstance(value, Unknown):
        return "string" if value.type in {"enum", "env_var_name"} else value.type
    if isinstance(value, bool):
        return "boolean"
    return {str: "string", int: "integer"}.get(type(value), "any")


def _value(expression: Expression, lookup: Lookup) -> Data | Unknown:
    if isinstance(expression, Literal):
        return expression.value
    if isinstance(expression, Name):
        return lookup(expression.name)
    if isinstance(expression, Binary) and expression.operator in {"and", "or"}:
        left = _value(expression.left, lookup)
        decided = truth_of(left)
        if decided is not None:
            return left if decided is (expression.operator == "or") else _value(expression.right, lookup)
        return _mixed(left, _value(expression.right, lookup))
    result = _truth(expression, lookup)
    return Unknown("boolean", _causes(expression, lookup), (False, True)) if result is None else result


def _truth(expression: Expression, lookup: Lookup) -> bool | None:
    if isinstance(expression, Not):
        operand = _truth(expression.operand, lookup)
        return None if operand is None else not operand
    if isinstance(expression, Matches):
        return _matches(_value(expression.operand, lookup), expression.pattern)
    if not isinstance(expression, Binary):
        return truth_of(_value(expression, lookup))
    if expression.operator in {"and", "or"}:
        decisive = expression.operator == "or"
        left, right = _truth(expression.left, lookup), _truth(expression.right, lookup)
        if decisive in {left, right}:
            return decisive
        return None if left is None or right is None else not decisive
    return _compared(expression.operator, _value(expression.left, lookup), _value(expression.right, lookup))


def _compared(operator: str, left: Data | Unknown, right: Data | Unknown) -> bool | None:
    lefts = left.domain if isinstance(left, Unknown) else (left,)
    rights = right.domain if isinstance(right, Unknown) else (right,)
    if lefts is None or rights is None:
        return None
    return for_all_pairs(lambda one, other: _compared_data(operator, one, other), lefts, rights)


def _compared_data(operator: str, left: Data, right: Data) -> bool:
    if operator == "==":
        return equal(left, right)
    if operator == "!=":
        return not equal(left, right)
    if operator == "starts-with":
        return isinstance(left, str) and isinstance(right, str) and left.startswith(right)
    if not _is_number(left) or not _is_number(right):
        return False
    order = (left > right) - (left < right)  # type: ignore[operator] # both are numbers
    return {"<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}[operator]


def _is_number(value: Data) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _matches(value: Data | Unknown, pattern: str) -> bool | None:
    from wflint.regexes.matching import matches

    values = value.domain if isinstance(value, Unknown) else (value,)
    if values is None:
        return None
    results = {matches(pattern, one) if isinstance(one, str) else False for one in values}
    return results.pop() if len(results) == 1 else None


def _mixed(left: Data | Unknown, right: Data | Unknown) -> Unknown:
    unknown = [value for value in (left, right) if isinstance(value, Unknown)]
    kinds = {value.type if isinstance(value, Unknown) else _type_word(value) for value in (left, right)}
    causes = dict.fromkeys(cause for value in unknown for cause in value.causes)
    return Unknown(kinds.pop() if len(kinds) == 1 else "any", tuple(causes))


def _causes(expression: Expression, lookup: Lookup) -> tuple[str, ...]:
    values = [lookup(name.name) for name in names_in(expression)]
    return tuple(dict.fromkeys(cause for value in values if isinstance(value, Unknown) for cause in value.causes))


def _cases(expression: Expression, lookup: Lookup) -> list[Lookup] | None:
    """Every assignment of the unknown names, if they are finite and few."""
    names = {name.name: lookup(name.name) for name in names_in(expression)}
    domains: dict[str, tuple[Data, ...]] = {}
    count = 1
    for name, value in names.items():
        if isinstance(value, Unknown):
            if value.domain is None:
                return None
            domains[name] = value.domain
            count *= len(value.domain)
    if count > MOST_CASES:
        return None
    assignments = [dict(zip(domains, case, strict=True)) for case in product(*domains.values())]
    return [{**names, **assignment}.__getitem__ for assignment in assignments]


__all__ = [
    "Binary",
    "Expression",
    "ExpressionError",
    "Literal",
    "Matches",
    "Name",
    "Not",
    "at_defaults",
    "equal",
    "evaluate",
    "names_in",
    "parse",
    "truth",
    "truth_of",
    "type_fault",
]
