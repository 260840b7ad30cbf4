from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wflint.compiler.expression_syntax import Name
from wflint.compiler.template import Section, Tag, Template, TemplateError, Text, parse_template, whole_tag


def parts(template: Template) -> list[object]:
    """Texts as they are, tags as a tuple of their name, sections as a tuple with their content."""
    found: list[object] = []
    for part in template:
        if isinstance(part, Text):
            found.append(part.text)
        elif isinstance(part, Tag):
            found.append((part.expression.name if isinstance(part.expression, Name) else "expression",))
        else:
            found.append(("^" if part.inverted else "#", part.name, parts(part.content)))
    return found


def parsed(text: str) -> list[object]:
    template = parse_template(text)
    assert not isinstance(template, TemplateError)
    return parts(template)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", ["plain"]),
        ("<< parameters.x >>", [("parameters.x",)]),
        ("<<parameters.x>>", [("parameters.x",)]),
        ("a << x.y >> b", ["a ", ("x.y",), " b"]),
        ("echo done >> log", ["echo done >> log"]),
        (r"cat \<<END", ["cat ", "<<END"]),
        (r"\<<< x", ["<<< x"]),
        (r"a\\<< x.y >>", ["a\\", ("x.y",)]),
        ('<< a.b == "x >> y" >>', [("expression",)]),
        ("<< 1st >>", [("1st",)]),
        ("<<# p >>yes<</ p >>", [("#", "p", ["yes"])]),
        ("<<^ p >>no<</p>>", [("^", "p", ["no"])]),
        ("<<# p >>a<<# q >>b<</ q >><</ p >>", [("#", "p", ["a", ("#", "q", ["b"])])]),
        ("one\n  <<# p >>\ntwo\n  <</ p >>\nthree", ["one\n", ("#", "p", ["two\n"]), "three"]),
        ("x <<# p >>\ntwo <</ p >> y", ["x ", ("#", "p", ["\ntwo "]), " y"]),
    ],
)
def test_a_text_is_split_into_what_is_written_and_what_is_put_in(text: str, expected: list[object]) -> None:
    assert parsed(text) == expected


@pytest.mark.parametrize(
    ("text", "message", "at"),
    [
        ("cat <<END", "unclosed `<<` tag (`<<` must be escaped as `\\<<`)", "<<"),
        ("<<>>", "expected expression after `<<`", "<<>>"),
        ("<<  >>", "expected expression", "<<  >>"),
        ("<< a and >>", "expected expression, found end of expression", " "),
        ("<<# a >>x", "unclosed section, expected `<</`", "<<"),
        ("<<# a >>x<</ b >>", "expected section end tag to match start tag", "<</ b >>"),
        ("<</ b >>", "section end tag `b` has no start tag", "<</ b >>"),
        ("<<# a b >>x", "expected valid identifier", "<<# a b >>"),
    ],
)
def test_the_first_fault_is_named_at_its_place(text: str, message: str, at: str) -> None:
    error = parse_template(text)

    assert isinstance(error, TemplateError)
    assert (error.message, text[error.start : error.end]) == (message, at)


def test_expressions_have_a_greatest_length() -> None:
    error = parse_template(f"<< {'a' * 2048} >>")

    assert isinstance(error, TemplateError)
    assert error.message == "expressions must be less than 2048 characters, this one is 2050"


@pytest.mark.parametrize(
    ("text", "is_whole"), [("<< a.b >>", True), (" << a.b >>", False), ("<< a.b >><< a.b >>", False), ("x", False)]
)
def test_only_a_single_tag_keeps_its_type(text: str, is_whole: bool) -> None:
    template = parse_template(text)

    assert not isinstance(template, TemplateError)
    assert (whole_tag(template) is not None) is is_whole


@given(st.text(alphabet='<>\\#^/ ab."\n', max_size=30))
def test_any_text_is_a_template_or_says_where_it_is_not(text: str) -> None:
    template = parse_template(text)

    if isinstance(template, TemplateError):
        assert 0 <= template.start <= template.end <= len(text)
    else:
        for part in template:
            assert not isinstance(part, Text) or text[part.start :].startswith(part.text)
            assert isinstance(part, Text | Tag | Section)
