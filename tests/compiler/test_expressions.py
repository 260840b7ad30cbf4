from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wflint.compiler.compiled import Unknown
from wflint.compiler.expression_syntax import Binary, ExpressionError, Literal, Matches, Name, Not
from wflint.compiler.expressions import evaluate, names_in, parse, truth, truth_of, type_fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from wflint.compiler.expressions import Expression
    from wflint.syntax.scalars import Data

FREE = Unknown("string", ("pipeline.git.branch",))
FLAG = Unknown("boolean", ("pipeline.parameters.flag",), (False, True), (True,))
KIND = Unknown("enum", ("pipeline.parameters.kind",), ("x", "y"), ("x",))
VALUES: dict[str, Data | Unknown] = {
    "on": True,
    "off": False,
    "five": 5,
    "empty": "",
    "none": None,
    "branch": "main",
    "free": FREE,
    "flag": FLAG,
    "kind": KIND,
}


def expression(text: str) -> Expression:
    parsed = parse(text)
    assert not isinstance(parsed, ExpressionError)
    return parsed


def shape(parsed: Expression) -> str:
    if isinstance(parsed, Literal):
        return repr(parsed.value)
    if isinstance(parsed, Name):
        return parsed.name
    if isinstance(parsed, Not):
        return f"(not {shape(parsed.operand)})"
    if isinstance(parsed, Matches):
        return f"({shape(parsed.operand)} matches {parsed.pattern})"
    return f"({shape(parsed.left)} {parsed.operator} {shape(parsed.right)})"


@pytest.mark.parametrize(
    ("text", "grouped"),
    [
        ("a or b and c", "(a or (b and c))"),
        ("not a and b", "((not a) and b)"),
        ("!a == b", "((not a) == b)"),
        ("a == b or c != d", "((a == b) or (c != d))"),
        ("a == b starts-with c", "(a == (b starts-with c))"),
        ("a < 1 == b", "((a < 1) == b)"),
        ("a and b or c", "((a and b) or c)"),
        ("(a or b) and c", "((a or b) and c)"),
        ("not not a", "(not (not a))"),
        ("a == b == c", "((a == b) == c)"),
        (r"a.b-c matches /^x\/.*$/ and d", "((a.b-c matches ^x/.*$) and d)"),
        (r'a == "q\"\\"', "(a == 'q\"\\\\')"),
        ("true and 12", "(True and 12)"),
    ],
)
def test_operators_bind_as_the_vendor_lists_them(text: str, grouped: str) -> None:
    assert shape(expression(text)) == grouped


@pytest.mark.parametrize(
    ("text", "message", "offset"),
    [
        ("", "expected expression", 0),
        ("a and", "expected expression, found end of expression", 5),
        ("and", 'expected expression, found "and"', 0),
        ("a & b", "unexpected character `&`", 2),
        ('a == "x', "unterminated string", 5),
        ("(a", "expected `)` after expression", 2),
        ("a b", 'unexpected "b" after the expression', 2),
        ("a matches b", "expected a pattern between slashes after `matches`", 10),
        ("a..b", "`a..b` is no name", 0),
        ("a == 'x'", "unexpected character `'`", 5),
    ],
)
def test_what_is_no_expression_says_where_and_why(text: str, message: str, offset: int) -> None:
    assert parse(text) == ExpressionError(message, offset)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on and 10 or 1", 10),
        ("off and 10 or 1", 1),
        ("on and five", 5),
        ("off or branch", "main"),
        ('branch == "main"', True),
        ("five == 5", True),
        ('five == "5"', False),
        ('none == "x"', False),
        ('none != "x"', True),
        ('branch starts-with "ma"', True),
        ('none starts-with "v"', False),
        ("branch matches /m.*/", True),
        ("branch matches /a/", False),
        ("five > 4 and five <= 5", True),
        ("none < 1", False),
        ("not empty", True),
    ],
)
def test_known_values_give_a_value(text: str, value: Data) -> None:
    assert evaluate(expression(text), VALUES.__getitem__) == value


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("free", None),
        ("free and off", False),
        ("free or on", True),
        ("not free", None),
        ("free == branch", None),
        ("flag or not flag", True),
        ("flag and not flag", False),
        ('kind == "z"', False),
        ('kind == "x"', None),
        ('kind == "x" or kind == "y"', True),
        ('free == "main" and off', False),
        ("kind matches /[xy]/", True),
        ("five", True),
    ],
)
def test_truth_has_three_values(text: str, holds: bool | None) -> None:
    assert truth(expression(text), VALUES.__getitem__) is holds


def test_an_unknown_value_keeps_its_causes_its_domain_and_what_it_is_at_the_defaults() -> None:
    found = evaluate(expression("flag and 4 or 1"), VALUES.__getitem__)

    assert isinstance(found, Unknown)
    assert (set(found.domain or ()), found.at_defaults) == ({4, 1}, (4,))
    assert found.causes == ("pipeline.parameters.flag",)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('five starts-with "x"', "`starts-with` takes a string, this is of type integer"),
        ("flag matches /x/", "`matches` takes a string, this is of type boolean"),
        ("branch > 1", "`>` compares numbers, this is of type string"),
        ('free starts-with "x"', None),
        ('none starts-with "x"', None),
        ("free == 1", None),
    ],
)
def test_an_operand_that_certainly_has_another_type_is_found(text: str, fault: str | None) -> None:
    found = type_fault(expression(text), VALUES.__getitem__)

    assert (found[1] if found else None) == fault


@pytest.mark.parametrize("value", [False, None, 0, "", float("nan")])
def test_these_values_count_as_false(value: Data) -> None:
    assert truth_of(value) is False


def test_names_come_in_the_order_of_the_text() -> None:
    assert [name.name for name in names_in(expression("b and (a or not c matches /x/)"))] == ["b", "a", "c"]


LEAVES = st.sampled_from(["on", "off", "five", "empty", "none", "branch", "true", "7", '"main"'])
EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or", "==", "!="]), inner),
        st.builds("not {}".format, inner),
    ),
    max_leaves=8,
)


@given(EXPRESSIONS)
def test_known_values_have_a_truth_that_agrees_with_the_value(text: str) -> None:
    parsed = expression(text)
    look_up: Callable[[str], Data | Unknown] = VALUES.__getitem__

    assert truth(parsed, look_up) is truth_of(evaluate(parsed, look_up))


@given(EXPRESSIONS, st.sampled_from(["on", "off", "branch"]))
def test_what_is_said_without_a_value_holds_with_it(text: str, name: str) -> None:
    parsed = expression(text)
    less = {**VALUES, name: Unknown("any", (name,))}

    assert truth(parsed, less.__getitem__) in {None, truth(parsed, VALUES.__getitem__)}


@given(st.text(max_size=20))
def test_any_text_is_an_expression_or_says_where_it_is_not(text: str) -> None:
    parsed = parse(text)

    if isinstance(parsed, ExpressionError):
        assert 0 <= parsed.offset <= len(text)
    else:
        assert isinstance(parsed, Literal | Name | Not | Binary | Matches)
