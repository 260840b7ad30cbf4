"""Run rules over the stages of one config and turn their problems into diagnostics."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from wflint.diagnostic import Diagnostic, Related
from wflint.engine.rule import Context

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from wflint.compiler.compiled import CompiledConfig
    from wflint.diagnostic import Frame, Problem, Severity
    from wflint.engine.rule import Rule
    from wflint.model.config import Config
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


class Selected(NamedTuple):
    """A rule that is to run, with what the settings say of it; a `severity` of None is the rule's own."""

    rule: Rule
    severity: Severity | None
    options: Mapping[str, object]


def select_all(rules: Iterable[Rule]) -> tuple[Selected, ...]:
    """Every rule as it is without settings."""
    return tuple(Selected(rule, None, {option.name: option.default for option in rule.options}) for rule in rules)


def diagnose(
    stages: Stages,
    rules: Sequence[Selected],
    *,
    today: date,
    platform: str = "cloud",
    siblings: tuple[Config, ...] = (),
) -> tuple[Diagnostic, ...]:
    """The diagnostics of one config, in the order of path, place, rule and message."""
    found: list[Diagnostic] = []
    for selected in rules:
        context = Context(stages.document, stages.config, selected.options, today, platform, siblings)
        for subject in _subjects(stages, selected.rule.on):
            found.extend(_diagnostic(selected, problem) for problem in selected.rule.check(subject, context))
    return tuple(sorted(found, key=_order))


def _order(diagnostic: Diagnostic) -> tuple[str, int, int, str, str]:
    place = diagnostic.place
    return place.source.path, place.span.start, place.span.end, diagnostic.rule, diagnostic.message


def _subjects(stages: Stages, on: type) -> Iterator[object]:
    name = on.__name__
    if name == "Document":
        yield stages.document
    elif name == "Config":
        yield stages.config
    elif name == "Workflow":
        yield from stages.config.workflows.values()
    elif name == "Job":
        yield from stages.config.jobs.values()
    elif name == "Step":
        for definitions in (stages.config.jobs, stages.config.commands):
            for definition in definitions.values():
                yield from definition.steps
    elif name == "CompiledConfig":
        yield stages.compiled
    elif name == "CompiledWorkflow":
        yield from stages.compiled.workflows
    elif name == "CompiledJob":
        for workflow in stages.compiled.workflows:
            yield from workflow.jobs


def _diagnostic(selected: Selected, problem: Problem) -> Diagnostic:
    severity = problem.severity or selected.severity or selected.rule.severity
    related = (*problem.related, *_calls(problem.frame))
    return Diagnostic(selected.rule.name, severity, problem.place, problem.message, related, problem.help, problem.fix)


def _calls(frame: Frame | None) -> Iterator[Related]:
    while frame is not None:
        yield Related(frame.call.place, f"called from here as {frame.kind} `{frame.name}`")
        frame = frame.parent
