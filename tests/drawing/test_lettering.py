import pytest
from hypothesis import given
from hypothesis import strategies as st

from wflint.drawing.lettering import shortened, visible, width


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("build", "build"),
        ("日本 é 👩‍👩‍👧", "日本 é 👩‍👩‍👧"),
        ("two\nlines\t", "two␊lines␉"),
        ("\x00\x7f", "␀␡"),
        ("\x85\u2028\ufeff\ufffe", "����"),
        ("\ud800", "�"),
        ("turned \u202eback", "turned �back"),
    ],
)
def test_what_cannot_be_drawn_is_made_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("text", "columns", "shown"),
    [
        ("build", 5, "build"),
        ("deploy-production", 9, "depl…tion"),
        ("日本語テスト", 7, "日本…ト"),
        ("a\nb", 3, "a␊b"),
    ],
)
def test_long_names_lose_their_middle(text: str, columns: int, shown: str) -> None:
    assert shortened(text, columns) == shown


@given(st.text(), st.integers(4, 60))
def test_a_shortened_name_is_never_wider_than_asked(text: str, columns: int) -> None:
    assert width(shortened(text, columns)) <= columns


@pytest.mark.parametrize(("text", "columns"), [("", 0), ("abc", 3), ("é", 1), ("e\u0301", 1), ("日本", 4), ("שלום", 4)])
def test_width_is_that_of_a_terminal(text: str, columns: int) -> None:
    assert width(text) == columns
