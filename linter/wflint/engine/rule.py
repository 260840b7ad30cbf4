"""What a rule is: a named check over one stage, and what it is told besides its subject."""

from __future__ import annotations

from wflint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date
    from typing import Any, TypeAlias

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
        return index_of(stage, self.by_kind).get(kind, ())


class Listing(NamedTuple):
    """What a run needs to know of a rule before it loads its module; a pack may list its rules so.

    `module` is where the rule lies under the module's own last name. `stage` is the name of the class it looks at.
    `relays`: it only passes on problems of its own name that computing its stage found, so that without any of
    them it need not be loaded. `has_options` says whether it has options.
    """

    name: str
    module: str
    stage: str
    severity: Severity
    absence: bool
    relays: bool
    has_options: bool


class Definition(NamedTuple):
    """The rest of a rule, which only its module knows."""

    summary: str
    on: type
    since: str
    source: str
    options: tuple[Option, ...]
    check: Check


class Rule:
    """A rule as registered. `on` is the class whose instances `check` is called with, one at a time.

    `absence`: it argues from "nobody does X", so it is silent while the document has holes; where only a part of the
    compiled config is opaque the rule itself looks at `is_complete`.
    Of a listed rule the module is loaded when its definition is first asked for.
    """

    __slots__ = ("_definition", "absence", "listing", "name", "relays", "severity", "stage")

    def __init__(self, listing: Listing, definition: Definition | None = None) -> None:
        self.listing = listing
        self.name = listing.name
        self.stage = listing.stage
        self.severity = listing.severity
        self.absence = listing.absence
        self.relays = listing.relays
        self._definition = definition

    def __repr__(self) -> str:
        return f"Rule({self.name!r})"

    @property
    def definition(self) -> Definition:
        """What its module says of it."""
        if self._definition is None:
            from importlib import import_module

            module = import_module(self.listing.module)
            loaded: Rule = getattr(module, self.listing.module.rpartition(".")[2])
            self._definition = loaded.definition
        return self._definition

    @property
    def summary(self) -> str:
        """One line on what it finds, without a full stop."""
        return self.definition.summary

    @property
    def on(self) -> type:
        """The class of its subjects."""
        return self.definition.on

    @property
    def since(self) -> str:
        """The version of its pack that had it first."""
        return self.definition.since

    @property
    def source(self) -> str:
        """The address or document that says so."""
        return self.definition.source

    @property
    def options(self) -> tuple[Option, ...]:
        """Its settings; empty if it has none."""
        return self.definition.options if self.listing.has_options else ()

    @property
    def check(self) -> Check:
        """The generator of its problems."""
        return self.definition.check


def index_of(stage: Document | Config | CompiledConfig, known: ProblemIndex) -> Mapping[str, Sequence[Problem]]:
    """The problems that computing a stage found, by kind, in its order; kept in `known` unless that is the default."""
    if not stage.problems:
        return {}
    index = known.get(id(stage))
    if index is None:
        index = {}
        for problem in stage.problems:
            index.setdefault(problem.kind, []).append(problem)
        if known is not _UNINDEXED:
            known[id(stage)] = index
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
    relays: bool = False,
    options: tuple[Option, ...] = (),
) -> Callable[[Check], Rule]:
    """Make a rule of a generator function `(subject, context) -> problems`; the page is the `.md` beside its module.

    `source` is the address or document that says so; `summary` one line without a full stop.
    `absence` and `relays` are explained at `Rule` and `Listing`.
    """

    def make(check: Check) -> Rule:
        listing = Listing(name, check.__module__, on.__name__, severity, absence, relays, bool(options))
        return Rule(listing, Definition(summary, on, since, source, options, check))

    return make
