from __future__ import annotations

import pytest

from wflint.localrun.shims.substitution import SubstitutionError, substituted

VARIABLES = {"A": "1", "EMPTY": "", "B_2": "x$A"}


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("plain", "plain"),
        ("$A ${A} $NONE.", "1 1 ."),
        ("$B_2", "x$A"),
        ("cost: 5$ $-", "cost: 5$ $-"),
        ("$$A $${A}", "$A ${A}"),
        ("${NONE-d} ${EMPTY-d} ${A-d}", "d  1"),
        ("${NONE:-d} ${EMPTY:-d} ${A:-d}", "d d 1"),
        ("${NONE=d} ${EMPTY:=d}", "d d"),
        ("${NONE+o} ${EMPTY+o} ${A+o}", " o o"),
        ("${NONE:+o} ${EMPTY:+o} ${A:+o}", "  o"),
        ("${NONE:-a $A ${B:-x}}", "a 1 x"),
        ("{$A}", "{1}"),
        ("a}b", "a}b"),
        ("", ""),
        ("\n$A\n", "\n1\n"),
    ],
)
def test_variables_are_replaced(text: str, result: str) -> None:
    assert substituted(text, VARIABLES) == result


@pytest.mark.parametrize("text", ["${A", "${A:-x", "${A:x}", "${A!}"])
def test_broken_braces_are_refused(text: str) -> None:
    with pytest.raises(SubstitutionError):
        substituted(text, VARIABLES)
