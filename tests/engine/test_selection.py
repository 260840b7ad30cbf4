"""Which rules run."""

from __future__ import annotations

import pytest
from tests.engine.making import word_rule

from wflint.diagnostic import Severity
from wflint.engine.packs import Pack
from wflint.engine.rule import Option
from wflint.engine.selection import NO_CHOICE, Choice, check_names, select_rules
from wflint.engine.settings import Settings
from wflint.errors import UsageError

PACKS = (Pack("tests", "tests", tuple(word_rule(word) for word in "abc")),)


def names(settings: Settings, choice: Choice = NO_CHOICE) -> str:
    """The last letters of the rules that run."""
    return "".join(one.rule.name[-1] for one in select_rules(PACKS, settings, "x/config.yml", choice))


@pytest.mark.parametrize(
    ("settings", "choice", "expected"),
    [
        (Settings(), NO_CHOICE, "abc"),
        (Settings(select=("bad-a",)), NO_CHOICE, "a"),
        (Settings(select=()), NO_CHOICE, ""),
        (Settings(select=("bad-a",), extend_select=("bad-b",)), NO_CHOICE, "ab"),
        (Settings(ignore=("bad-a",)), NO_CHOICE, "bc"),
        (Settings(per_file_ignores={"x/*": ("bad-b",)}), NO_CHOICE, "ac"),
        (Settings(select=("bad-a",)), Choice(select=("bad-b",)), "b"),
        (Settings(ignore=("bad-a",)), Choice(select=("bad-a", "bad-b")), "ab"),
        (Settings(ignore=("bad-a",)), Choice(extend_select=("bad-a",)), "abc"),
        (Settings(select=("bad-a",)), Choice(extend_select=("bad-c",)), "ac"),
        (Settings(), Choice(ignore=("bad-b",)), "ac"),
        (Settings(), Choice(select=("bad-a",), ignore=("bad-a",)), ""),
    ],
)
def test_the_command_line_goes_before_the_settings(settings: Settings, choice: Choice, expected: str) -> None:
    assert names(settings, choice) == expected


def test_severity_and_options_come_from_the_settings() -> None:
    rule = word_rule("a", options=(Option("most", 3, ""), Option("least", 1, "")))
    settings = Settings(severity={"bad-a": Severity.INFO}, rules={"bad-a": {"most": 9}})
    (selected,) = select_rules((Pack("tests", "tests", (rule,)),), settings, "config.yml", NO_CHOICE)

    assert selected.severity is Severity.INFO
    assert selected.options == {"most": 9, "least": 1}


def test_an_unknown_name_is_refused_with_the_closest_one() -> None:
    with pytest.raises(UsageError, match="`--ignore`: no rule is named `bad-aa`; did you mean `bad-a`"):
        check_names(Choice(ignore=("bad-aa",)), ["bad-a", "good"])


def test_a_name_like_no_other_is_refused_with_where_names_are_listed() -> None:
    with pytest.raises(UsageError, match="`--select`: no rule is named `zzzzzz`; `wflint rules` lists them"):
        check_names(Choice(select=("zzzzzz",)), ["bad-a"])
