"""When reports are coloured."""

from __future__ import annotations

import pytest

from wflint.report.color import paint, wants_color


@pytest.mark.parametrize(
    ("choice", "environment", "is_terminal", "expected"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "0"}, False, False),
        ("auto", {"CLICOLOR_FORCE": "1"}, False, True),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ("auto", {"TERM": "dumb"}, True, False),
    ],
)
def test_the_choice_goes_before_the_environment_and_that_before_the_terminal(
    choice: str, environment: dict[str, str], is_terminal: bool, expected: bool
) -> None:
    assert wants_color(choice, environment, is_terminal=is_terminal) is expected


def test_nothing_is_painted_without_color() -> None:
    assert paint("x", "error", color=False) == "x"


def test_what_is_empty_has_no_color() -> None:
    assert not paint("", "error", color=True)
