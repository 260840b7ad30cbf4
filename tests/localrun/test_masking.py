from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wflint.localrun.masking import masked_values, masking
from wflint.localrun.operations import Variable


def masked(values: list[str], *texts: str) -> list[str]:
    """What a filter gives for each text, and at the end."""
    show = masking(values)()
    return [*(show(text) for text in texts), show(None)]


def secret(value: str, *, is_secret: bool = True) -> Variable:
    return Variable(name="X", value=value, origin="project", secret=is_secret)


@pytest.mark.parametrize(
    ("value", "values"),
    [
        ("abcd", {"abcd"}),
        ("abc", set()),
        ("true", set()),
        ("True", set()),
        ("false", set()),
        ("False", set()),
        ("TRUE", {"TRUE"}),
        ("", set()),
        ("-----BEGIN-----\nabc\nMIIEow\r\n-----END-----\n", {"-----BEGIN-----", "MIIEow", "-----END-----"}),
    ],
)
def test_short_and_plain_values_are_not_masked(value: str, values: set[str]) -> None:
    assert masked_values([secret(value)]) == values


def test_only_secrets_are_masked() -> None:
    assert masked_values([secret("visible", is_secret=False)]) == set()


@pytest.mark.parametrize(
    ("values", "texts", "shown"),
    [
        (["hunter2"], ["pass hunter2 word\n"], ["pass **** word\n", ""]),
        (["hunter2"], ["pass hun", "ter2 word"], ["pass ", "**** word", ""]),
        (["hunter2"], ["h", "u", "n", "t", "e", "r", "2"], ["", "", "", "", "", "", "****", ""]),
        (["hunter2"], ["hun"], ["", "hun"]),
        (["hunter2"], ["hunhun", "ter2"], ["hun", "****", ""]),
        (["hunter2"], ["hunter2hunter2"], ["********", ""]),
        (["abcd", "abcdef"], ["abcd", "ef"], ["", "****", ""]),
        (["abcd", "abcdef"], ["abcd", "ex"], ["", "****ex", ""]),
        (["abcd", "abcdef"], ["abcd"], ["", "****"]),
        (["xabc1", "bc1zz"], ["xabc1", "zz"], ["****", "zz", ""]),
        (["a.c*"], ["abcc a.c*"], ["abcc ****", ""]),
        ([], ["as it is"], ["as it is", ""]),
        (["hunter2"], ["\udcff hunter2 \udcfe"], ["\udcff **** \udcfe", ""]),
    ],
)
def test_values_become_asterisks_also_across_reads(values: list[str], texts: list[str], shown: list[str]) -> None:
    assert masked(values, *texts) == shown


def test_steps_do_not_share_what_is_kept_back() -> None:
    make = masking(["hunter2"])
    one, other = make(), make()

    assert (one("hun"), other("ter2"), one(None)) == ("", "ter2", "hun")


@given(
    st.lists(st.text("ab\n", min_size=1, max_size=5), min_size=1, max_size=4),
    st.lists(st.text("abc\n", max_size=6), max_size=8),
)
def test_where_output_is_split_makes_no_difference(values: list[str], texts: list[str]) -> None:
    whole = "".join(texts)

    assert "".join(masked(values, *texts)) == "".join(masked(values, whole))


@given(st.lists(st.text("ab", min_size=4, max_size=6), min_size=1, max_size=4), st.lists(st.text("abc", max_size=6)))
def test_no_value_is_ever_shown(values: list[str], texts: list[str]) -> None:
    shown = "".join(masked(values, *texts))

    assert not any(value in shown for value in values)
