"""What a rule is: a named check over one stage, and what it is told besides its subject."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from wflint.diagnostic import Problem, Severity
    from wflint.model.config import Config
    from wflint.syntax.document import Document

    Check = Callable[[Any, "Context"], Iterable[Problem]]


class Option(NamedTuple):
    """A setting of one rule: `rules.RULE.NAME` in the settings file. The default's type is the option's type."""

    name: str
    default: str | int | bool | tuple[str, ...]
    summary: str


class Context(NamedTuple):
    """What a rule may know besides its subject.

    `options` are the rule's own, defaults filled in.
    `siblings` are the other configs of the run (continuations, parts).
    `platform` is `cloud` or `server`.
    """

    document: Document
    config: Config
    options: Mapping[str, Any]
    today: date
    platform: str = "cloud"
    siblings: tuple[Config, ...] = ()


class Rule(NamedTuple):
    """A rule as registered. `on` is the class whose instances `check` is called with, one at a time.

    `absence`: it argues from "nobody does X", so it is silent while the document has holes; where only a part of the
    compiled config is opaque the rule itself looks at `is_complete`.
    """

    name: str
    summary: str
    on: type
    severity: Severity
    since: str
    source: str
    absence: bool
    options: tuple[Option, ...]
    check: Check


def rule(
    name: str,
    *,
    summary: str,
    on: type,
    severity: Severity,
    since: str,
    source: str,
    absence: bool = False,
    options: tuple[Option, ...] = (),
) -> Callable[[Check], Rule]:
    """Make a rule of a generator function `(subject, context) -> problems`; the page is the `.md` beside its module.

    `source` is the address or document that says so; `summary` one line without a full stop.
    """

    def make(check: Check) -> Rule:
        return Rule(name, summary, on, severity, since, source, absence, options, check)

    return make
