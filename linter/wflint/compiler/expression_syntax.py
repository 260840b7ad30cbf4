"""The grammar of expressions: `pipeline.git.branch == "main" and not pipeline.parameters.quick`.

Sources: https://circleci.com/docs/reference/configuration-reference/#filters and the vendor's operator tables.
Weakest to strongest: `or`, `and`, `==` `!=`, `starts-with` `matches`, `>=` `>` `<=` `<`, `not` `!`; all but `not`
group to the left.
"""

from __future__ import annotations

import re
from functools import lru_cache

from wflint.deferred import regex
from wflint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from wflint.syntax.scalars import Data

LONGEST = 2048
DEEPEST = 100


class Literal(NamedTuple):
    """A text, integer or boolean written out; `start` and `end` are offsets in the expression's text."""

    value: Data
    start: int
    end: int


class Name(NamedTuple):
    """A dotted name such as `pipeline.git.branch`."""

    name: str
    start: int
    end: int


class Not(NamedTuple):
    """`not operand` or `!operand`."""

    operand: Expression
    start: int
    end: int


class Binary(NamedTuple):
    """Two operands and the operator between them: `and`, `or`, a comparison, `starts-with`."""

    operator: str
    left: Expression
    right: Expression
    start: int
    end: int


class Matches(NamedTuple):
    r"""`operand matches /pattern/`; `\/` in the pattern stands for a slash."""

    operand: Expression
    pattern: str
    start: int
    end: int


Expression: TypeAlias = Literal | Name | Not | Binary | Matches


class ExpressionError(NamedTuple):
    """Why a text is no expression, in CircleCI's words, and where: an offset in the text."""

    message: str
    offset: int


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


class _ExpressionSyntaxError(Exception):
    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.error = ExpressionError(message, offset)


_TOKEN = regex(
    r"""(?P<space>\s+)
    |(?P<word>[A-Za-z][A-Za-z0-9_.-]*)
    |(?P<integer>[0-9]+)
    |(?P<string>"(?:[^"\\]|\\.)*")
    |(?P<operator>==|!=|<=|>=|<|>|!|\(|\))
    |(?P<regex>/(?:[^/\\]|\\.)*/)""",
    re.VERBOSE | re.DOTALL,
)
_LEVELS = (("or",), ("and",), ("==", "!="), ("starts-with", "matches"), (">=", ">", "<=", "<"))
_KEYWORDS = frozenset({"and", "or", "not", "true", "false", "starts-with", "matches"})


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression | ExpressionError:
    """Parse an expression; an error names the first fault only, as CircleCI does."""
    if len(text) >= LONGEST:
        return ExpressionError(f"expressions must be less than {LONGEST} characters, this one is {len(text)}", 0)
    try:
        tokens = _tokens(text)
        if tokens[0].kind == "end":
            return ExpressionError("expected expression", len(text))
        expression, position = _binary(tokens, 0, 0, 0)
        if tokens[position].kind != "end":
            rest = tokens[position]
            return ExpressionError(f'unexpected "{rest.text}" after the expression', rest.start)
    except _ExpressionSyntaxError as fault:
        return fault.error
    return expression


def names_in(expression: Expression) -> tuple[Name, ...]:
    """Every name an expression reads, in the order of the text."""
    if isinstance(expression, Name):
        return (expression,)
    if isinstance(expression, Literal):
        return ()
    if isinstance(expression, Binary):
        return names_in(expression.left) + names_in(expression.right)
    return names_in(expression.operand)


def _tokens(text: str) -> list[_Token]:
    tokens = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            if text[position] in '"/':
                raise _ExpressionSyntaxError(
                    "unterminated string" if text[position] == '"' else "unterminated pattern", position
                )
            raise _ExpressionSyntaxError(f"unexpected character `{text[position]}`", position)
        kind = str(match.lastgroup)
        if kind != "space":
            word = match.group()
            if kind == "word" and word in _KEYWORDS:
                kind = "operator" if word not in {"true", "false"} else "boolean"
            tokens.append(_Token(kind, word, match.start(), match.end()))
        position = match.end()
    tokens.append(_Token("end", "end of expression", len(text), len(text)))
    return tokens


def _binary(tokens: list[_Token], position: int, level: int, depth: int) -> tuple[Expression, int]:
    if level == len(_LEVELS):
        return _unary(tokens, position, depth)
    left, position = _binary(tokens, position, level + 1, depth)
    while (operator := tokens[position]).kind == "operator" and operator.text in _LEVELS[level]:
        if operator.text == "matches":
            pattern = tokens[position + 1]
            if pattern.kind != "regex":
                raise _ExpressionSyntaxError("expected a pattern between slashes after `matches`", pattern.start)
            left = Matches(left, pattern.text[1:-1].replace("\\/", "/"), left.start, pattern.end)
            position += 2
            continue
        right, position = _binary(tokens, position + 1, level + 1, depth)
        left = Binary(operator.text, left, right, left.start, right.end)
    return left, position


def _unary(tokens: list[_Token], position: int, depth: int) -> tuple[Expression, int]:
    token = tokens[position]
    if depth > DEEPEST:
        raise _ExpressionSyntaxError(f"expressions must not be nested deeper than {DEEPEST}", token.start)
    if token.kind == "operator" and token.text in {"not", "!"}:
        operand, position = _unary(tokens, position + 1, depth + 1)
        return Not(operand, token.start, operand.end), position
    if token.kind == "operator" and token.text == "(":
        inner, position = _binary(tokens, position + 1, 0, depth + 1)
        if tokens[position].text != ")":
            raise _ExpressionSyntaxError("expected `)` after expression", tokens[position].start)
        return inner, position + 1
    return _primary(token), position + 1


def _primary(token: _Token) -> Expression:
    if token.kind == "word":
        if ".." in token.text or token.text.endswith("."):
            raise _ExpressionSyntaxError(f"`{token.text}` is no name", token.start)
        return Name(token.text, token.start, token.end)
    if token.kind == "boolean":
        return Literal(token.text == "true", token.start, token.end)
    if token.kind == "integer":
        return Literal(int(token.text), token.start, token.end)
    if token.kind == "string":
        return Literal(re.sub(r'\\(["\\])', r"\1", token.text[1:-1]), token.start, token.end)
    found = token.text if token.kind == "end" else f'"{token.text}"'
    raise _ExpressionSyntaxError(f"expected expression, found {found}", token.start)
