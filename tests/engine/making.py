"""Rules of the tests, and one door to run them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from wflint.analysis import Analysis
from wflint.diagnostic import Problem, Severity
from wflint.engine.rule import rule
from wflint.engine.run import Facts
from wflint.engine.selection import Selected
from wflint.model.config import Config
from wflint.source import Source
from wflint.syntax.nodes import Mapping, Scalar, Sequence, resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from wflint.diagnostic import Diagnostic
    from wflint.engine.rule import Check, Context, Rule
    from wflint.errors import RuleError
    from wflint.syntax.nodes import Node

TODAY = date(2026, 8, 1)


def diagnose(
    text: str,
    *rules: Rule,
    kind: str = "config",
    severity: Severity | None = None,
    on_crash: Callable[[RuleError], None] | None = None,
    **facts: Any,
) -> tuple[Diagnostic, ...]:
    """Run rules on a text; `severity` is the settings', other words are `Facts`."""
    selected = [
        Selected(one, "tests", severity, {option.name: option.default for option in one.options}) for one in rules
    ]
    known = frozenset(one.name for one in rules)
    analysis = Analysis(Source(text, "config.yml"), kind=kind)
    return analysis.diagnostics(selected, Facts(lambda: TODAY, known, **facts), on_crash=on_crash)


def make_rule(name: str, check: Check, *, on: type = Config, severity: Severity = Severity.ERROR, **more: Any) -> Rule:
    """A rule with everything that does not matter filled in."""
    return rule(name, summary=name, on=on, severity=severity, since="0", source="a test", **more)(check)


def word_rule(word: str, **more: Any) -> Rule:
    """A rule `bad-WORD` that reports each scalar of that text."""

    def check(_: object, context: Context) -> Iterable[Problem]:
        found = (scalar for scalar in scalars(context.document.root) if scalar.value == word)
        return (Problem(scalar.place, f"there is `{word}`") for scalar in found)

    return make_rule(f"bad-{word}", check, **more)


def scalars(node: Node | None) -> Iterator[Scalar]:
    """All scalars of a text, in its order."""
    value = None if node is None else resolve(node)
    if isinstance(value, Scalar):
        yield value
    elif isinstance(value, Sequence):
        for item in value.items:
            yield from scalars(item)
    elif isinstance(value, Mapping):
        for entry in value.entries:
            yield from scalars(entry.key)
            yield from scalars(entry.value)


def lines(diagnostics: Iterable[Diagnostic]) -> list[tuple[int, str]]:
    """The 1-based line and the rule of each diagnostic."""
    return [(one.place.source.line_column(one.place.span.start)[0], one.rule) for one in diagnostics]
