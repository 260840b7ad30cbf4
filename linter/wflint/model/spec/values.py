"""Single values and small collections that many maps of the language share."""

from __future__ import annotations

from wflint.diagnostic import Severity
from wflint.model.spec.kinds import (
    ANY_SINGLE,
    BOOLEAN,
    INTEGER,
    NUMBERS,
    Anything,
    Forms,
    Items,
    Key,
    Keyed,
    Named,
    Single,
)

ANYTHING = Anything()
TEXT = Single("text")
WORD = Single("a single value", ANY_SINGLE)
SWITCH = Single("true or false", BOOLEAN)
STRICT_SWITCH = Single("true or false", BOOLEAN, mismatch=Severity.ERROR)
TEXTS = Items("a list of texts", TEXT)
TEXT_OR_TEXTS = Forms("text or a list of texts", TEXT, TEXTS)
DURATION = Single("a duration such as `20m`", NUMBERS, check="duration")
RERUNS = Single("a whole number from 1 to 5", INTEGER, least=1, most=5, mismatch=Severity.ERROR)

RUN_WHEN = Single("`on_success`, `on_fail` or `always`", values=("on_success", "on_fail", "always"))

ENVIRONMENT_VALUE = Single("a single value", ANY_SINGLE, check="environment")
_ENVIRONMENT_ITEM = Forms(
    "`NAME=value` or a map with one name", TEXT, None, Named("a map with one name", ENVIRONMENT_VALUE, "environment")
)
ENVIRONMENT = Forms(
    "a map of variables",
    WORD,
    Items("a list of variables", _ENVIRONMENT_ITEM),
    Named("a map of variables", ENVIRONMENT_VALUE, "environment"),
)
CONTAINER_ENVIRONMENT = Forms(
    "a map of variables",
    WORD,
    Items("a list of variables", Forms("a variable", TEXT, None, Named("a map with one name", ENVIRONMENT_VALUE))),
    Named("a map of variables", ENVIRONMENT_VALUE),
)

_STATEMENTS = Items("a list of conditions", "condition", least=1)
LOGIC = Keyed(
    "condition",
    {
        "and": Key(_STATEMENTS, "True if every condition of the list is.", since="2.1"),
        "or": Key(_STATEMENTS, "True if at least one condition of the list is.", since="2.1"),
        "not": Key("condition", "True if the condition is false.", since="2.1", nullable=True),
        "equal": Key(
            Items("a list of values", ANYTHING, least=1), "True if all values of the list are equal.", since="2.1"
        ),
        "matches": Key(
            Keyed(
                "`matches`",
                {
                    "pattern": Key(TEXT, "A regular expression (Java) for the whole value.", required=True),
                    "value": Key(WORD, "The text that is matched.", required=True),
                },
            ),
            "True if a text matches a regular expression as a whole.",
            since="2.1",
        ),
    },
    exclusive=(),
    check="logic",
)
CONDITION = Forms("a condition", WORD, None, LOGIC)

PATTERNS = Keyed(
    "filter",
    {
        "only": Key(TEXT_OR_TEXTS, "Names, or `/regular expressions/` for whole names, that pass.", nullable=True),
        "ignore": Key(
            TEXT_OR_TEXTS, "Names, or `/regular expressions/` for whole names, that are kept out.", nullable=True
        ),
    },
)
