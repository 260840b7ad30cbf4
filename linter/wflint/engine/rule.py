"""What a rule is: a named check over one stage, and what it is told besides its subject."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from wflint.compiler.compiled import CompiledConfig
    from wflint.diagnostic import Problem, Severity
    from wflint.model.config import Config
    from wflint.syntax.document import Document

    Check = Callable[[Any, "Context"], Iterable[Problem]]

ProblemIndex: TypeAlias = "dict[int, dict[str, list[Problem]]]"
"""Problems by the identity of the stage that found them and by kind; it lives no longer than the stages."""

_UNINDEXED: ProblemIndex = {}


class Option(NamedTuple):
    """A setting of one rule: `rules.RULE.NAME` in the settings file. The default's type is the option's type."""

    name: str
    default: str | int | bool | tuple[str, ...]
    summary: str


class Context(NamedTuple):
    """What a rule may know besides its subject.

    `options` are the rule's own, defaults filled in.
    `siblings` are the other configs of the run (continuations, parts).
    `platform` is `cloud` or `server`, `contexts` the names that the settings say the organisation has.
    `by_kind` holds the problems of each stage that was asked for, by kind: see `found`.
    """

    document: Document
    config: Config
    options: Mapping[str, Any]
    clock: Callable[[], date]
    platform: str = "cloud"
    siblings: tuple[Config, ...] = ()
    contexts: tuple[str, ...] = ()
    by_kind: ProblemIndex = _UNINDEXED

    @property
    def today(self) -> date:
        """The day of the run."""
        return self.clock()

    def found(self, stage: Document | Config | CompiledConfig, kind: str) -> Sequence[Problem]:
        """The problems that computing a stage found of one kind, in its order; for rules that only relay them."""
        if not stage.problems:
            return ()
        index = self.by_kind.get(id(stage))
        if index is None:
            index = index_problems(stage.problems)
            if self.by_kind is not _UNINDEXED:
                self.by_kind[id(stage)] = index
        return index.get(kind, ())


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


def index_problems(problems: Iterable[Problem]) -> dict[str, list[Problem]]:
    """Problems by their kind, in their order."""
    index: dict[str, list[Problem]] = {}
    for problem in problems:
        index.setdefault(problem.kind, []).append(problem)
    return index


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
