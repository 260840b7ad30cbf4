from __future__ import annotations

import math

import pytest
from tests.syntax.texts import scalar

from wflint.syntax.scalars import Data, loses_text, plain_data, printed, scalar_data


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("Null", None),
        ("nULL", "nULL"),
        ("none", "none"),
        ("yes", True),
        ("Yes", True),
        ("YES", True),
        ("yEs", "yEs"),
        ("on", True),
        ("Off", False),
        ("y", "y"),
        ("n", "n"),
        ("true", True),
        ("tRUE", "tRUE"),
        ("FALSE", False),
        ("0", 0),
        ("-0", 0),
        ("+1", 1),
        ("010", 8),
        ("0755", 493),
        ("08", "08"),
        ("0o17", "0o17"),
        ("0x1F", 31),
        ("0X1F", "0X1F"),
        ("0b101", 5),
        ("1_000", 1000),
        ("_1", "_1"),
        ("0_", "0_"),
        ("1:30", 90),
        ("190:20:30", 685230),
        ("1:60", "1:60"),
        ("01:30", "01:30"),
        ("1.5", 1.5),
        ("1.20", 1.2),
        ("1.", 1.0),
        (".5", 0.5),
        ("-.5", -0.5),
        ("1e3", 1000.0),
        ("1e", "1e"),
        ("1.2.3", "1.2.3"),
        ("1:30.5", 90.5),
        (".inf", math.inf),
        ("-.INF", -math.inf),
        (".iNf", ".iNf"),
        (".", "."),
        ("-", "-"),
        ("._", "._"),
        ("2026-01-01", "2026-01-01"),
        ("2026-01-01T10:00:00Z", "2026-01-01T10:00:00Z"),
        ("=", "="),
        ("١", "١"),
    ],
)
def test_an_unquoted_text_is_read_as_yaml_1_1(text: str, expected: Data) -> None:
    data = plain_data(text)

    assert data == expected
    assert type(data) is type(expected)


def test_not_a_number_is_a_number() -> None:
    assert printed(plain_data(".NaN")) == ".nan"


def test_a_number_of_any_length_is_read() -> None:
    assert plain_data("9" * 30) == int("9" * 30)
    assert plain_data("9" * 10_000) == "9" * 10_000
    assert isinstance(plain_data("0x" + "f" * 10_000), int)
    assert plain_data("1e999") == math.inf


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 'yes'", "yes"),
        ('a: "1"', "1"),
        ("a: |\n  1\n", "1\n"),
        ("a: !!str 1", "1"),
        ("a: !!int '0x10'", 16),
        ("a: !!float 1", 1.0),
        ("a: !!float 1:30", 90.0),
        ("a: !!bool yes", True),
        ("a: !!bool other", None),
        ("a: !!null x", None),
        ("a: ! '1'", 1),
        ("a: !!int x", "x"),
        ("a: !other 1", "1"),
    ],
)
def test_quotes_make_text_and_tags_decide(text: str, expected: Data) -> None:
    data = scalar_data(scalar(text))

    assert data == expected
    assert type(data) is type(expected)


@pytest.mark.parametrize(
    "text", ["1.20", "010", "1:30", "1_000", "0x1F", "+1", "1e3", "on", "yes", "No", "True", "~", "Null", ".5", "1."]
)
def test_a_reading_that_prints_otherwise_loses_what_was_written(text: str) -> None:
    assert loses_text(scalar(f"a: {text}"))


@pytest.mark.parametrize(
    "text",
    [
        "1.5",
        "10",
        "true",
        "word",
        "'1.20'",
        "2026-01-01",
        "",
        "!!str 010",
        "1.2.3",
        "-1",
        "08",
        "0.0",
        ".inf",
        "|\n  010",
    ],
)
def test_other_scalars_lose_nothing(text: str) -> None:
    assert not loses_text(scalar(f"a: {text}"))
