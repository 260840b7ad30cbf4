"""Fixes are applied until nothing changes, and never break a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.making import diagnose, make_rule, scalars

from wflint.diagnostic import Edit, Fix, Problem
from wflint.engine.fixes import MOST_ROUNDS, fix_source
from wflint.source import Source, Span
from wflint.syntax.edits import apply_edits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.diagnostic import Diagnostic
    from wflint.engine.rule import Context


def replaced(text: str, old: str, new: str, *, safe: bool = True, unsafe: bool = False) -> tuple[str, int]:
    """A text after a rule's fixes that replace one word by another, and how many were applied."""

    def check(_: object, context: Context) -> Iterator[Problem]:
        for scalar in scalars(context.document.root):
            if scalar.value == old:
                yield Problem(scalar.place, "old", fix=Fix("renew", (Edit(scalar.span, new),), safe=safe))

    rule = make_rule("old-word", check)

    def run(source: Source) -> tuple[Diagnostic, ...]:
        found = diagnose(source.text, rule)
        return tuple(one._replace(place=one.place._replace(source=source)) for one in found)

    fixed = fix_source(Source(text), run, unsafe=unsafe)
    return fixed.source.text, fixed.applied


@pytest.mark.parametrize(
    ("text", "old", "new", "expected"),
    [
        ("[old, x, old] # kept\n", "old", "new", ("[new, x, new] # kept\n", 2)),
        ("[a]", "a", "a", ("[a]", 0)),
        ("[old]", "old", "[", ("[old]", 0)),
        ("[old, x]\r\n", "old", "ö", ("[ö, x]\r\n", 1)),
    ],
)
def test_fixes_are_applied_where_the_text_stays_sound(text: str, old: str, new: str, expected: tuple[str, int]) -> None:
    assert replaced(text, old, new) == expected


def test_fixes_whose_result_needs_fixing_are_applied_again() -> None:
    def check(_: object, context: Context) -> Iterator[Problem]:
        for scalar in scalars(context.document.root):
            if len(scalar.value) > 1:
                yield Problem(scalar.place, "long", fix=Fix("cut", (Edit(scalar.span, scalar.value[1:]),), safe=True))

    rule = make_rule("long", check)

    def run(source: Source) -> tuple[Diagnostic, ...]:
        return tuple(one._replace(place=one.place._replace(source=source)) for one in diagnose(source.text, rule))

    fixed = fix_source(Source("[abcd, xy]"), run)

    assert (fixed.source.text, fixed.applied, fixed.diagnostics) == ("[d, y]", 4, ())


def test_fixes_that_undo_each_other_end() -> None:
    def check(_: object, context: Context) -> Iterator[Problem]:
        for scalar in scalars(context.document.root):
            other = "b" if scalar.value == "a" else "a"
            yield Problem(scalar.place, "other", fix=Fix("swap", (Edit(scalar.span, other),), safe=True))

    rule = make_rule("other", check)
    calls = []

    def run(source: Source) -> tuple[Diagnostic, ...]:
        calls.append(source)
        return tuple(one._replace(place=one.place._replace(source=source)) for one in diagnose(source.text, rule))

    fix_source(Source("[a]"), run)

    assert len(calls) <= MOST_ROUNDS


def test_unsafe_fixes_are_applied_on_request_only() -> None:
    assert replaced("[old]", "old", "new", safe=False) == ("[old]", 0)
    assert replaced("[old]", "old", "new", safe=False, unsafe=True) == ("[new]", 1)


def test_of_fixes_that_overlap_the_first_in_the_text_is_applied() -> None:
    source = Source("[abc]")
    wide, narrow = (Fix("x", (Edit(span, "x"),), safe=True) for span in (Span(1, 3), Span(2, 4)))

    def run(now: Source) -> tuple[Diagnostic, ...]:
        def check(_: object, context: Context) -> Iterator[Problem]:
            if now is source:
                yield Problem(context.document.root.place, "one", fix=narrow)  # type: ignore[union-attr] # not empty
                yield Problem(context.document.root.place, "two", fix=wide)  # type: ignore[union-attr] # not empty

        return tuple(
            one._replace(place=one.place._replace(source=now)) for one in diagnose(now.text, make_rule("r", check))
        )

    assert fix_source(source, run).source.text == "[xc]"


def test_a_fix_of_another_source_is_left_alone() -> None:
    source = Source("[a]")
    fix = Fix("x", (Edit(Span(1, 2), "x"),), safe=True)

    def check(_: object, context: Context) -> Iterator[Problem]:
        yield Problem(context.document.root.place, "elsewhere", fix=fix)  # type: ignore[union-attr] # not empty

    assert fix_source(source, lambda _: diagnose("[a]", make_rule("r", check))).source is source


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.text(max_size=3))))
def test_edits_leave_the_rest_as_it_is(text: str, raw: list[tuple[int, int, str]]) -> None:
    edits, end = [], 0
    for start, length, new in sorted(raw):
        if end <= start and start + length <= len(text):
            edits.append(Edit(Span(start, start + length), new))
            end = start + length + 1
    kept = "".join(
        char for index, char in enumerate(text) if not any(e.span.start <= index < e.span.end for e in edits)
    )

    assert len(apply_edits(text, edits)) == len(kept) + sum(len(edit.text) for edit in edits)
    assert apply_edits(text, [Edit(edit.span, "") for edit in edits]) == kept
