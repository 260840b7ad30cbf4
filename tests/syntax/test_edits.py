from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wflint.diagnostic import Edit
from wflint.source import Span
from wflint.syntax.edits import apply_edits, moved_offset


def edit(start: int, end: int, text: str) -> Edit:
    return Edit(Span(start, end), text)


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ([], "abcdef"),
        ([edit(1, 3, "X")], "aXdef"),
        ([edit(4, 6, ""), edit(0, 0, "- ")], "- abcd"),
        ([edit(2, 2, "1"), edit(2, 2, "2")], "ab12cdef"),
        ([edit(0, 2, "x"), edit(2, 4, "y")], "xyef"),
        ([edit(0, 2, "x"), edit(2, 2, "y")], "xycdef"),
        ([edit(6, 6, "g")], "abcdefg"),
    ],
)
def test_spans_are_replaced_in_any_order(edits: list[Edit], expected: str) -> None:
    assert apply_edits("abcdef", edits) == expected


@pytest.mark.parametrize(
    "edits",
    [
        [edit(0, 2, ""), edit(1, 3, "")],
        [edit(1, 3, ""), edit(2, 2, "x")],
        [edit(5, 7, "")],
        [edit(-1, 1, "")],
        [edit(3, 2, "")],
    ],
)
def test_overlaps_and_spans_outside_of_the_text_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="overlaps another or lies outside"):
        apply_edits("abcdef", edits)


@pytest.mark.parametrize(("offset", "expected"), [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (6, 5)])
def test_an_offset_moves_with_the_text_around_it(offset: int, expected: int) -> None:
    assert moved_offset(offset, [edit(1, 3, "X")]) == expected


@st.composite
def texts_with_edits(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(st.text(max_size=60))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    spans = [Span(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    return text, [Edit(span, draw(st.text(max_size=5))) for span in draw(st.permutations(spans))]


@given(texts_with_edits())
def test_what_lies_between_edits_stays_as_it_was(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    changed = apply_edits(text, edits)
    ordered = sorted(edits, key=lambda one: one.span)
    kept = [
        text[start:end]
        for start, end in zip(
            [0, *(e.span.end for e in ordered)], [*(e.span.start for e in ordered), len(text)], strict=True
        )
    ]
    rebuilt = "".join(piece for pair in zip(kept, [*(e.text for e in ordered), ""], strict=True) for piece in pair)

    assert changed == rebuilt


@given(texts_with_edits())
def test_an_offset_outside_of_edits_keeps_its_letter(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    changed = apply_edits(text, edits)
    outside = [offset for offset in range(len(text)) if not any(e.span.start <= offset < e.span.end for e in edits)]

    assert [changed[moved_offset(offset, edits)] for offset in outside] == [text[offset] for offset in outside]
