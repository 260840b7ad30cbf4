from __future__ import annotations

import pytest

from wflint.compiler.expression_syntax import ExpressionError
from wflint.pipeline.expressions import condition_expression, matches_in, parse_expression, reached_names
from wflint.source import Source
from wflint.syntax.nodes import resolve
from wflint.syntax.parsing import parse

FACTS = {"a": True, "b": False, "c": None}


@pytest.mark.parametrize(
    ("text", "reached"),
    [
        ("a", ["a"]),
        ("b and c", ["b"]),
        ("a and c", ["a", "c"]),
        ("a or c", ["a"]),
        ("not b or c", ["b"]),
        ("(a or b) and c", ["a", "c"]),
        ('c == "x" or a', ["c", "a"]),
        ("c matches /x/ and a", ["c"]),
    ],
)
def test_only_names_that_can_decide_are_reached(text: str, reached: list[str]) -> None:
    expression = parse_expression(text)
    assert not isinstance(expression, ExpressionError)

    assert [name.name for name in reached_names(expression, FACTS.get)] == reached


def test_all_patterns_of_an_expression_are_found() -> None:
    expression = parse_expression('a matches /x/ or not (b matches /y/ and c == "/z/")')

    assert [found.pattern for found in matches_in(expression)] == ["x", "y"]


@pytest.mark.parametrize("operator", ["and", "or"])
def test_a_condition_of_thousands_of_parts_is_walked(operator: str) -> None:
    parts = [f"matches: {{pattern: x{number}, value: << pipeline.git.branch >>}}" for number in range(2_000)]
    condition = parse(Source(f"{operator}: [{', '.join(f'{{{part}}}' for part in parts)}]", "")).root
    assert condition is not None

    expression = condition_expression(resolve(condition))

    assert expression is not None
    assert [found.pattern for found in matches_in(expression)] == [f"x{number}" for number in range(2_000)]
