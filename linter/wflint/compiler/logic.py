"""Conditions: logic statements (`and`, `or`, `not`, `equal`, `matches`), values and expressions, in three values.

Source: https://circleci.com/docs/reference/configuration-reference/#logic-statements
"""

from __future__ import annotations

from wflint.compiler.compilation import Compilation
from wflint.compiler.compiled import CompiledMapping, CompiledScalar, CompiledSequence, Unknown
from wflint.compiler.expression_syntax import ExpressionError
from wflint.compiler.expressions import (
    Name,
    at_defaults,
    equal,
    for_all_pairs,
    names_in,
    parse,
    truth,
    truth_of,
    type_fault,
)
from wflint.compiler.places import place_in
from wflint.compiler.problems import SEVERITIES
from wflint.compiler.rendering import render
from wflint.compiler.scope import Scope
from wflint.compiler.variables import look_up
from wflint.diagnostic import Severity
from wflint.records import NamedTuple
from wflint.syntax.nodes import Scalar
from wflint.syntax.scalars import scalar_data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.compiler.compiled import CompiledValue
    from wflint.compiler.values import Values
    from wflint.diagnostic import Frame
    from wflint.syntax.nodes import Node, Value
    from wflint.syntax.scalars import Data

DEEPEST = 100
OPERATORS = ("and", "or", "not", "equal", "matches")


class Verdict(NamedTuple):
    """Whether a condition holds (None: unknown), whether it does at the parameters' defaults, and what it reads."""

    value: bool | None
    at_defaults: bool | None
    reads: frozenset[str]


def evaluate(condition: Value, values: Values) -> bool | None:
    """Whether a workflow's `when` (or `unless`, before negation) holds with some values; None if they do not tell.

    Faults of the condition are not reported; with one that CircleCI refuses it is unknown.
    """
    compilation = Compilation()
    verdict = workflow_verdict(condition, Scope("the condition", None, values), None, compilation)
    severities = [problem.severity or SEVERITIES[problem.kind] for problem in compilation.problems]
    return None if Severity.ERROR in severities else verdict.value


def workflow_verdict(condition: Value, scope: Scope, frame: Frame | None, compilation: Compilation) -> Verdict:
    """Judge the condition of a workflow: a bare expression, a single template, or a logic statement."""
    is_text = isinstance(condition, Scalar) and condition.value and isinstance(scalar_data(condition), str)
    if isinstance(condition, Scalar) and is_text and "<<" not in condition.value:
        return _expression(condition, scope, frame, compilation)
    return _statement(condition, scope, frame, compilation, Severity.ERROR)


def step_verdict(
    condition: CompiledValue,
    scope: Scope,
    frame: Frame | None,
    compilation: Compilation,
    written: Value | None = None,
) -> Verdict:
    """Judge the rendered condition of a step: a logic statement, a value, or an expression of dotted names.

    `written` is the node it was rendered from: a text that stands there is an expression, what a template gives is a
    value. None says that nothing was replaced.
    """
    if (
        isinstance(condition, CompiledScalar)
        and (written is None or condition.node is written)
        and "<<" not in condition.node.value
        and isinstance(condition.data, str)
    ):
        expression = parse(condition.data)
        if isinstance(expression, ExpressionError) or (names := names_in(expression)) == ():
            return Verdict(truth_of(condition.data), truth_of(condition.data), frozenset())
        if all("." in name.name for name in names):
            return _expression(condition.node, scope, frame, compilation)
        if isinstance(expression, Name):
            message = f"condition `{condition.data}` is a bare word, which is always true"
            compilation.report("bare-word-condition", condition.place, message, frame)
        return Verdict(True, True, frozenset())
    return _judged(condition, frame, compilation, Severity.WARNING)


def statement_truth(value: CompiledValue) -> bool | None:
    """Whether a rendered logic statement or value holds; anything malformed is unknown."""
    if isinstance(value, CompiledScalar):
        return truth_of(value.data)
    if isinstance(value, CompiledSequence):
        return bool(value.items) if value.is_complete else None
    operator = value.entries[0][0].value if len(value.entries) == 1 else ""
    operand = value.entries[0][1] if len(value.entries) == 1 else None
    if operator == "not" and operand is not None:
        inner = statement_truth(operand)
        return None if inner is None else not inner
    if operator in {"and", "or"} and isinstance(operand, CompiledSequence):
        return _combined([statement_truth(item) for item in operand.items], decisive=operator == "or")
    if operator == "equal" and isinstance(operand, CompiledSequence):
        return _all_equal(operand.items)
    if operator == "matches" and isinstance(operand, CompiledMapping):
        return _matches(operand)
    return True if value.entries and operator not in OPERATORS else None


def default_value(value: CompiledValue) -> CompiledValue:
    """A value as it is when all pipeline parameters have their defaults."""
    if isinstance(value, CompiledScalar):
        if isinstance(value.data, Unknown) and value.data.at_defaults:
            return CompiledScalar(value.data.at_defaults[0], value.node, value.frame)
        return value
    if isinstance(value, CompiledSequence):
        return CompiledSequence(tuple(map(default_value, value.items)), value.node, value.frame, value.is_complete)
    entries = tuple([(key, default_value(item)) for key, item in value.entries])
    return CompiledMapping(entries, value.node, value.frame, value.is_complete)


def causes_of(value: CompiledValue) -> frozenset[str]:
    """What the unknown parts of a value depend on."""
    if isinstance(value, CompiledScalar):
        return frozenset(value.data.causes) if isinstance(value.data, Unknown) else frozenset()
    parts = value.items if isinstance(value, CompiledSequence) else [item for _, item in value.entries]
    return frozenset().union(*map(causes_of, parts))


def _expression(node: Scalar, scope: Scope, frame: Frame | None, compilation: Compilation) -> Verdict:
    expression = parse(node.value)
    if isinstance(expression, ExpressionError):
        start = min(expression.offset, max(len(node.value) - 1, 0))
        message = f"invalid condition expression: {expression.message}"
        compilation.report("condition-syntax", place_in(node, start, len(node.value)), message, frame)
        return Verdict(None, None, frozenset())
    values: dict[str, Data | Unknown] = {}
    for name in names_in(expression):
        if scope.parameters is None and not name.name.startswith("pipeline."):
            message = f"invalid condition expression: `{name.name}` is not a pipeline value or parameter"
            place = place_in(node, name.start, name.end)
            compilation.report("condition-syntax", place, message, frame)
            return Verdict(None, None, frozenset())
        value = look_up(name, 0, node, scope, frame, compilation)
        if isinstance(value, CompiledSequence | CompiledMapping):
            value = Unknown("any", (name.name,))
        values[name.name] = value.data if isinstance(value, CompiledScalar) else value
    fault = type_fault(expression, values.__getitem__)
    if fault is not None:
        operand, message = fault
        compilation.report("expression-type", place_in(node, operand.start, operand.end), message, frame)
        return Verdict(None, None, frozenset())
    reads = frozenset(cause for value in values.values() if isinstance(value, Unknown) for cause in value.causes)
    result = truth(expression, values.__getitem__)
    return Verdict(result, truth(expression, at_defaults(values.__getitem__)) if reads else result, reads)


def _statement(node: Value, scope: Scope, frame: Frame | None, compilation: Compilation, mixed: Severity) -> Verdict:
    return _judged(render(node, scope, frame, compilation), frame, compilation, mixed)


def _judged(value: CompiledValue, frame: Frame | None, compilation: Compilation, mixed: Severity) -> Verdict:
    if isinstance(value, CompiledSequence) and value.scope is None:
        compilation.report("condition-syntax", value.place, "a list is not a condition", frame)
        return Verdict(None, None, frozenset())
    faults = list(_faults(value, frame, compilation, mixed, 0))
    if faults:
        return Verdict(None, None, frozenset())
    result = statement_truth(value)
    reads = causes_of(value)
    return Verdict(result, statement_truth(default_value(value)) if reads and result is None else result, reads)


def _faults(
    value: CompiledValue, frame: Frame | None, compilation: Compilation, mixed: Severity, depth: int
) -> Iterator[str]:
    """Report what is wrong with a statement; yields once for each fault that leaves it without a meaning."""
    if isinstance(value, CompiledScalar):
        if _is_mixed(value):
            message = "text outside of `<< >>` makes this condition a text, which is always true"
            advice = "write the whole comparison inside `<< >>`, or without `<< >>`"
            compilation.report("mixed-condition", value.place, message, frame, help=advice, severity=mixed)
        return
    if not isinstance(value, CompiledMapping):
        return
    if depth > DEEPEST:
        compilation.report("condition-syntax", value.place, f"conditions must not be deeper than {DEEPEST}", frame)
        yield "depth"
        return
    for key, operand in value.entries:
        if key.value not in OPERATORS:
            from wflint.compiler.problems import offered

            message = f"`{key.value}` is no operator of a logic statement"
            nearest = offered(key.value, OPERATORS)
            compilation.report("condition-syntax", key.place, message, frame, help=nearest)
            yield key.value
        elif key.value in {"and", "or", "equal"}:
            if not isinstance(operand, CompiledSequence):
                if not (isinstance(operand, CompiledScalar) and isinstance(operand.data, Unknown)):
                    compilation.report("condition-syntax", operand.place, f"`{key.value}` takes a list", frame)
                yield key.value
            elif not operand.items:
                place = operand.place if _is_inside(operand.node, value.node) else key.place
                compilation.report("condition-syntax", place, f"`{key.value}` has an empty list", frame)
                yield key.value
            elif key.value != "equal":
                for item in operand.items:
                    yield from _faults(item, frame, compilation, mixed, depth + 1)
        elif key.value == "not":
            yield from _faults(operand, frame, compilation, mixed, depth + 1)
        else:
            yield from _pattern_faults(key, operand, frame, compilation)
    if len(value.entries) != 1:
        place = value.entries[1][0].place if value.entries else value.place
        compilation.report("condition-syntax", place, "a logic statement has exactly one operator", frame)
        yield "keys"


def _pattern_faults(
    key: Scalar, operand: CompiledValue, frame: Frame | None, compilation: Compilation
) -> Iterator[str]:
    if not isinstance(operand, CompiledMapping):
        compilation.report("condition-syntax", operand.place, "`matches` takes `pattern` and `value`", frame)
        yield "matches"
        return
    for name in ("pattern", "value"):
        part = operand.get(name)
        if part is None:
            compilation.report("condition-syntax", key.place, f"`matches` lacks `{name}`", frame)
            yield name
        elif isinstance(part, CompiledScalar) and isinstance(part.data, bool | int | float):
            message = "`matches` takes texts, this value is of another type"
            compilation.report("expression-type", part.place, message, frame)
            yield name
        elif isinstance(part, CompiledScalar) and isinstance(part.data, Unknown):
            if part.data.type in {"boolean", "integer"}:
                message = f"`matches` takes texts, this value is of type {part.data.type}"
                compilation.report("expression-type", part.place, message, frame)
                yield name
        elif name == "pattern" and isinstance(part, CompiledScalar) and isinstance(part.data, str):
            from wflint.regexes.parser import parse_regex

            error = parse_regex(part.data).error
            if error is not None:
                message = f"`{part.data}` is no regular expression: {error.message}"
                compilation.report("condition-syntax", part.place, message, frame)
                yield name


def _is_inside(inner: Node, outer: Node) -> bool:
    """Whether a value is written where it counts, and not handed over."""
    return inner.source is outer.source and outer.start <= inner.start < outer.end


def _is_mixed(value: CompiledScalar) -> bool:
    """Whether a scalar combines templates and operators that stand outside of them."""
    text = value.node.value
    if "<<" not in text or (text.startswith("<<") and text.find(">>") == len(text) - 2):
        return False
    import re

    outside = re.sub(r"<<.*?>>", "", text)
    return re.search(r"==|!=|[<>]=?|\b(?:and|or|not|matches|starts-with)\b", outside) is not None


def _combined(truths: list[bool | None], *, decisive: bool) -> bool | None:
    if decisive in truths:
        return decisive
    return None if None in truths else not decisive


def _all_equal(items: tuple[CompiledValue, ...]) -> bool | None:
    results = [_equal(items[0], item) for item in items[1:]]
    if False in results:
        return False
    return None if None in results else True


def _equal(left: CompiledValue, right: CompiledValue) -> bool | None:
    if isinstance(left, CompiledScalar) and isinstance(right, CompiledScalar):
        lefts = left.data.domain if isinstance(left.data, Unknown) else (left.data,)
        rights = right.data.domain if isinstance(right.data, Unknown) else (right.data,)
        if lefts is None or rights is None:
            return None
        return for_all_pairs(equal, lefts, rights)
    for value in (left, right):
        if isinstance(value, CompiledScalar) and isinstance(value.data, Unknown):
            return None
    if isinstance(left, CompiledSequence) and isinstance(right, CompiledSequence):
        if len(left.items) != len(right.items):
            return False
        parts = [_equal(one, other) for one, other in zip(left.items, right.items, strict=True)]
        return False if False in parts else None if None in parts else True
    if isinstance(left, CompiledMapping) and isinstance(right, CompiledMapping):
        keys = {key.value for key, _ in left.entries}
        if keys != {key.value for key, _ in right.entries}:
            return False
        pairs = [(value, right.get(key.value)) for key, value in left.entries]
        parts = [None if other is None else _equal(value, other) for value, other in pairs]
        return False if False in parts else None if None in parts else True
    return False


def _matches(operand: CompiledMapping) -> bool | None:
    from wflint.regexes.matching import matches

    pattern, value = operand.get("pattern"), operand.get("value")
    if not isinstance(pattern, CompiledScalar) or not isinstance(value, CompiledScalar):
        return None
    if not isinstance(pattern.data, str):
        return None
    values = value.data.domain if isinstance(value.data, Unknown) else (value.data,)
    if values is None:
        return None
    results = {matches(pattern.data, one) if isinstance(one, str) else False for one in values}
    return results.pop() if len(results) == 1 else None
