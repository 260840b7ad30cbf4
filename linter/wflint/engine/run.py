"""Run rules over the stages of one config and turn their problems into diagnostics."""

from __future__ import annotations

from wflint.diagnostic import Diagnostic, Related
from wflint.engine.rule import Context, index_of
from wflint.engine.silence import silence_of
from wflint.engine.subjects import COMPILED, SUPPRESSIONS, TEXT, subjects_of
from wflint.errors import RuleError
from wflint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date
    from typing import Any, Protocol

    from wflint.compiler.compiled import CompiledConfig, CompiledWorkflow
    from wflint.diagnostic import Frame, Problem
    from wflint.engine.packs import Pack
    from wflint.engine.rule import ProblemIndex, Rule
    from wflint.engine.selection import Selected
    from wflint.engine.settings import Settings
    from wflint.engine.silence import Silence
    from wflint.engine.suppressions import Suppressions
    from wflint.model.config import Config
    from wflint.pipeline.caches import Caches
    from wflint.pipeline.reach import WorkflowReach
    from wflint.pipeline.workspaces import Workspaces
    from wflint.syntax.document import Document

    class Stages(Protocol):
        """What a run asks for; each stage is computed when first asked for, and once."""

        @property
        def document(self) -> Document:
            """The parsed text."""

        @property
        def config(self) -> Config:
            """The configuration as written."""

        @property
        def compiled(self) -> CompiledConfig:
            """The configuration as CircleCI would run it."""

        @property
        def workspaces(self) -> Workspaces:
            """What its jobs persist and attach."""

        @property
        def caches(self) -> Caches:
            """What its jobs save and restore."""

        @property
        def reaches(self) -> tuple[WorkflowReach, ...]:
            """For which events the jobs of workflows with filters or conditions run."""


MOST_CALLS = 8
"""How many calls of a chain a diagnostic shows."""

_VERBS = {"job": "invoked", "group": "invoked", "workflow": "started", "command": "called", "matrix": "expanded"}


class Facts(NamedTuple):
    """What a run knows besides the text.

    `clock` tells the day. `siblings` are the other configs of the run, `known` the names of all installed rules,
    `contexts` those that the organisation is said to have.
    """

    clock: Callable[[], date]
    known: frozenset[str] = frozenset()
    platform: str = "cloud"
    contexts: tuple[str, ...] = ()
    siblings: tuple[Config, ...] = ()
    honor_cci_ignore: bool = True


def facts_of(
    settings: Settings, packs: Iterable[Pack], clock: Callable[[], date], siblings: tuple[Config, ...] = ()
) -> Facts:
    """The facts of a run under some settings."""
    known = frozenset(rule.name for pack in packs for rule in pack.rules)
    return Facts(clock, known, settings.platform, settings.contexts, siblings, settings.honor_cci_ignore)


def diagnose(
    stages: Stages,
    rules: Sequence[Selected],
    facts: Facts,
    *,
    parts: Sequence[Stages] = (),
    on_crash: Callable[[RuleError], None] | None = None,
) -> tuple[Diagnostic, ...]:
    """The diagnostics of one config, in the order of path, place, rule and message.

    `parts` are the stages of the files that a config was joined from: what looks at a text looks at each of them, and
    their suppressions count. Raises `RuleError` for the first rule that raises, or hands it to `on_crash` and goes on.
    """
    run = _Run(stages, facts, on_crash)
    texts = [_Run(part, facts, on_crash, alone=True) for part in parts] or [run]
    suppressed = [(text, found) for text in texts if (found := _suppressions(text.document, facts)) is not None]
    merged: dict[object, Diagnostic] = {}
    for selected in rules:
        stage = selected.rule.stage
        if stage != SUPPRESSIONS:
            for each in texts if stage == TEXT else (run,):
                for problem in each.problems(selected):
                    if not _is_suppressed(selected.rule.name, problem, suppressed):
                        _merge(merged, selected, problem)
    for text, suppressions in suppressed:
        suppressions.known = facts.known
        suppressions.judged = run.judged(rules) | text.judged([one for one in rules if one.rule.stage == TEXT])
        for selected in rules:
            if selected.rule.stage == SUPPRESSIONS:
                for problem in text.problems(selected, suppressions):
                    _merge(merged, selected, problem)
    return tuple(sorted(merged.values(), key=order))


def _is_suppressed(rule: str, problem: Problem, suppressed: Sequence[tuple[_Run, Suppressions]]) -> bool:
    covers = [suppressions.cover(rule, problem.place, problem.frame) for _, suppressions in suppressed]
    return True in covers


def _suppressions(document: Document, facts: Facts) -> Suppressions | None:
    text = document.source.text
    if "wflint:" not in text and "cci-ignore" not in text:
        return None
    from wflint.engine.suppressions import suppressions_of

    return suppressions_of(document, honor_cci_ignore=facts.honor_cci_ignore)


def order(diagnostic: Diagnostic) -> tuple[str, int, str, int, str]:
    """The key by which diagnostics are sorted: path, place, rule, message."""
    place = diagnostic.place
    return place.source.path, place.span.start, diagnostic.rule, place.span.end, diagnostic.message


class _Run:
    """The stages of one run with what all rules share."""

    __slots__ = ("_by_kind", "_facts", "_on_crash", "_stages", "_untouched", "silence")

    def __init__(
        self, stages: Stages, facts: Facts, on_crash: Callable[[RuleError], None] | None, *, alone: bool = False
    ) -> None:
        self._stages = stages
        self._facts = facts
        self._on_crash = on_crash
        self._by_kind: ProblemIndex = {}
        self._untouched: tuple[CompiledWorkflow, ...] | None = None
        silence = silence_of(stages.document, stages.config)
        # A part's text is judged whole; what it may lack is known where the parts are joined.
        self.silence: Silence = silence._replace(part=False) if alone else silence

    @property
    def document(self) -> Document:
        """The parsed text."""
        return self._stages.document

    def problems(self, selected: Selected, suppressions: Suppressions | None = None) -> Iterator[Problem]:
        """What one rule says of all its subjects; nothing where it has to be silent."""
        rule = selected.rule
        if self.silence.reason(rule) is not None or (rule.relays and not self._has(rule)):
            return
        stages, facts = self._stages, self._facts
        context = Context(
            stages.document, stages.config, selected.options, facts.clock, facts.platform, facts.siblings,
            facts.contexts, self._by_kind,
        )  # fmt: skip
        for subject in self._subjects(rule.stage) if suppressions is None else (suppressions,):
            try:
                found = list(rule.check(subject, context))
            except Exception as error:
                crash = RuleError(_crash(selected, subject, stages.document, error))
                if self._on_crash is None:
                    raise crash from error
                self._on_crash(crash)
                return
            yield from found

    def judged(self, rules: Sequence[Selected]) -> frozenset[str]:
        """The names of the rules that saw everything: what they did not find is not there."""
        judged = [selected.rule for selected in rules if self.silence.reason(selected.rule) is None]
        partial = bool(self.silence.holes)
        return frozenset(
            rule.name
            for rule in judged
            if rule.stage not in COMPILED or not (partial or not self._stages.compiled.is_complete)
        )

    def _has(self, rule: Rule) -> bool:
        """Whether the stage of a relaying rule found problems for it."""
        return any(index_of(subject, self._by_kind).get(rule.name) for subject in subjects_of(self._stages, rule.stage))

    def _subjects(self, stage: str) -> Iterator[Any]:
        if not self.silence.holes or stage not in {"CompiledWorkflow", "CompiledJob"}:
            yield from subjects_of(self._stages, stage)
            return
        if self._untouched is None:
            self._untouched = self.silence.untouched(self._stages.compiled.workflows, self._stages.config)
        for workflow in self._untouched:
            yield from (workflow,) if stage == "CompiledWorkflow" else workflow.jobs


def _merge(merged: dict[object, Diagnostic], selected: Selected, problem: Problem) -> None:
    name = selected.rule.name
    severity = problem.severity or selected.rule.severity
    if selected.severity is not None:
        severity = selected.severity
    key = (name, problem.place, problem.message)
    known = merged.get(key)
    if known is not None:
        merged[key] = known._replace(occurrences=known.occurrences + 1, severity=max(known.severity, severity))
        return
    related = explanation_of(problem)
    merged[key] = Diagnostic(name, severity, problem.place, problem.message, related, problem.help, problem.fix)


def explanation_of(problem: Problem) -> tuple[Related, ...]:
    """The places to show with a problem: its own, then the chain of calls; no call where something is shown already."""
    if problem.frame is None:
        return problem.related
    shown = {problem.place, *(related.place for related in problem.related)}
    return (*problem.related, *(call for call in calls_of(problem.frame) if call.place not in shown))


def calls_of(frame: Frame | None) -> Iterator[Related]:
    """The chain of calls as places to show, innermost first, at most `MOST_CALLS`.

    A workflow is shown only where it is all there is: the invocation of a job already stands in it.
    """
    shown = 0
    while frame is not None and shown < MOST_CALLS and not (shown and frame.kind == "workflow"):
        yield Related(frame.call, f"{frame.kind} `{frame.name}` is {_VERBS.get(frame.kind, 'used')} here")
        frame = frame.parent
        shown += 1


def _crash(selected: Selected, subject: object, document: Document, error: Exception) -> str:
    node = getattr(subject, "name", None)
    place = getattr(subject, "place", None) or getattr(node, "place", None)
    where = document.source.path
    if place is not None:
        line, column = place.source.line_column(place.span.start)
        where = f"{place.source.path}:{line}:{column}"
    reason = " ".join(f"{type(error).__name__}: {error}".split())
    return f"rule `{selected.rule.name}` of pack `{selected.pack}` failed at {where}: {reason}"
