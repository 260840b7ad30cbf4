"""What conditions and filter expressions ask of pipeline values: with which words, numbers and patterns they compare.

From that follows which values are worth trying: two that no question tells apart lead to the same answer.
"""

from __future__ import annotations

from wflint.compiler.expression_syntax import Binary, ExpressionError, Literal, Matches, Name, Not, names_in, parse
from wflint.deferred import regex
from wflint.pipeline.expressions import condition_expression
from wflint.pipeline.triggering import names_read
from wflint.regexes.language import language_of
from wflint.regexes.partition import partition
from wflint.regexes.terms import EMPTY, EVERYTHING, then, word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint.compiler.expression_syntax import Expression
    from wflint.regexes.terms import Term
    from wflint.syntax.nodes import Value
    from wflint.syntax.scalars import Data

_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})
_NAME = regex(r"\bpipeline\.[A-Za-z0-9._-]*[A-Za-z0-9]")


class Question:
    """What is asked of one name.

    `literals` it is compared with, `prefixes` and `patterns` it may begin with or match as a whole. `is_condition`: it
    is asked whether it is true. `is_open`: it is used in another way too, so that no choice of values is certain to
    cover all answers.
    """

    __slots__ = ("is_condition", "is_open", "literals", "patterns", "prefixes")

    def __init__(self) -> None:
        self.literals: set[Data] = set()
        self.prefixes: set[str] = set()
        self.patterns: set[str] = set()
        self.is_condition = False
        self.is_open = False

    @property
    def languages(self) -> tuple[Term, ...] | None:
        """The sets of texts it tells apart; None if a pattern is not understood."""
        found = [word(literal) for literal in sorted(each for each in self.literals if isinstance(each, str))]
        found += [then(word(prefix), EVERYTHING) for prefix in sorted(self.prefixes)]
        for pattern in sorted(self.patterns):
            language = language_of(pattern)
            if language is None:
                return None
            found.append(language)
        return tuple(found)

    def values(self, kind: str, default: Data) -> tuple[tuple[Data, ...], bool]:
        """Values worth trying for a name of a type, the default first; and whether they cover all answers."""
        if kind == "boolean":
            return _distinct((default, False, True)), True
        if kind == "integer":
            numbers = {each for each in self.literals if isinstance(each, int) and not isinstance(each, bool)}
            if self.is_condition:
                numbers.add(0)
            around = [number + step for number in sorted(numbers) for step in (-1, 0, 1)]
            return _distinct((default, 0, *around)), not self.is_open
        languages = self.languages
        if languages is None:
            return (default,), False
        found = partition(EVERYTHING, (EMPTY, *languages))
        return _distinct((default, *(each.word for each in found.classes))), found.is_complete and not self.is_open


class Questions:
    """What is asked of each name, by its full name; filled by looking at conditions.

    `parts` counts the parts of the conditions.
    """

    def __init__(self) -> None:
        self.by_name: dict[str, Question] = {}
        self.parts = 0

    def look_at_condition(self, condition: Value) -> None:
        """Take the questions of a workflow's `when` or `unless`."""
        expression = condition_expression(condition)
        if expression is None:
            self._open(names_read(condition))
        else:
            self._look(expression)

    def look_at_expression(self, text: str) -> None:
        """Take the questions of an expression; of a broken one nothing is known."""
        expression = parse(text)
        if isinstance(expression, ExpressionError):
            self._open(_NAME.findall(text))
        else:
            self._look(expression)

    def _look(self, expression: Expression) -> None:
        self.parts += 1
        if isinstance(expression, Name):
            self._ask(expression.name).is_condition = True
        elif isinstance(expression, Not):
            self._look(expression.operand)
        elif isinstance(expression, Matches):
            if isinstance(expression.operand, Name):
                self._ask(expression.operand.name).patterns.add(expression.pattern)
            else:
                self._open(name.name for name in names_in(expression))
        elif isinstance(expression, Binary):
            self._look_at_operation(expression)

    def _look_at_operation(self, expression: Binary) -> None:
        left, right = expression.left, expression.right
        if expression.operator in {"and", "or"}:
            self._look(left)
            self._look(right)
        elif expression.operator in _COMPARISONS and isinstance(left, Name) and isinstance(right, Literal):
            self._ask(left.name).literals.add(right.value)
        elif expression.operator in _COMPARISONS and isinstance(left, Literal) and isinstance(right, Name):
            self._ask(right.name).literals.add(left.value)
        elif expression.operator == "starts-with" and isinstance(left, Name) and isinstance(right, Literal):
            self._ask(left.name).prefixes.add(str(right.value))
        else:
            self._open(name.name for name in names_in(expression))

    def _ask(self, name: str) -> Question:
        return self.by_name.setdefault(name, Question())

    def _open(self, names: Iterable[str]) -> None:
        for name in names:
            self._ask(name).is_open = True


def _distinct(values: Iterable[Data]) -> tuple[Data, ...]:
    """The values without repetitions; `1` and `true` differ."""
    return tuple({(type(value), value): value for value in values if value is not None}.values())
