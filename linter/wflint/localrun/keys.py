"""Cache keys before a run: what is known of a template already, and what only a run finds out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint.localrun.environment import effective
from wflint.localrun.view.style import LATE
from wflint.pipeline.caches import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint.localrun.operations import Variable
    from wflint.pipeline.caches import Token

VISIBLE_ORIGINS = ("project", "built-in")
"""Besides those of contexts, who sets variables that `{{ .Environment.NAME }}` finds; `environment` does not.

Source: https://circleci.com/docs/reference/configuration-reference/#savecache
"""


def key_environment(variables: Iterable[Variable]) -> dict[str, Variable]:
    """The variables of a node that templates of keys can read, by name."""
    return effective(
        variable
        for variable in variables
        if variable.origin in VISIBLE_ORIGINS or variable.origin.startswith("context ")
    )


def foreseen_key(template: str, variables: Iterable[Variable]) -> str:
    """A key as far as it is known before a run; the rest is named in angle brackets."""
    known = key_environment(variables)
    return "".join(_foreseen(token, known) for token in tokenize(template))


def _foreseen(token: Token, known: dict[str, Variable]) -> str:
    match token.kind, token.text:
        case "literal", text:
            return text
        case "checksum", file:
            return LATE.format(f"checksum of {file}")
        case "field", "Branch":
            return _value(known, "CIRCLE_BRANCH", "")
        case "field", "Revision":
            return _value(known, "CIRCLE_SHA1", "")
        case "environment", name:
            return _value(known, name, "<no value>")
    return LATE.format(token.text)


def _value(known: dict[str, Variable], name: str, absent: str) -> str:
    variable = known.get(name)
    if variable is None:
        return absent
    return LATE.format(name) if variable.at_run_time or variable.secret else variable.value
