"""Events that stand for all others: one of each kind that a workflow's filters and conditions can tell apart."""

from __future__ import annotations

from itertools import islice, product
from typing import TYPE_CHECKING

from wflint.compiler.compiled import Unknown
from wflint.compiler.values import PARAMETER_PREFIX
from wflint.pipeline.events import Event, event_facts, values_of
from wflint.pipeline.filters import pattern_texts
from wflint.pipeline.git_names import is_ref_name
from wflint.pipeline.patterns import names_of, regex_in
from wflint.pipeline.questions import Question, Questions
from wflint.pipeline.reasons import and_list
from wflint.pipeline.refs import ref_shapes
from wflint.records import NamedTuple
from wflint.regexes.derivatives import has_word
from wflint.regexes.partition import partition
from wflint.regexes.terms import Term, union

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wflint.compiler.compiled import CompiledWorkflow
    from wflint.compiler.values import Values
    from wflint.model.config import Config
    from wflint.pipeline.events import EventKind
    from wflint.syntax.scalars import Data

MOST_CELLS = 1_024
_BRANCH, _TAG = "pipeline.git.branch", "pipeline.git.tag"
_BRANCHES = ("main", "master", "develop", "feature/x", "x")
_TAGS = ("v1.0.0", "1.0.0", "v1.0.0-rc1", "x")
_KINDS: tuple[EventKind, ...] = ("push", "pull_request", "schedule", "api", "webhook")
_BRANCH_ONLY = frozenset({"pull_request", "webhook"})
_TAKES_PARAMETERS = frozenset({"schedule", "api"})


class Names(NamedTuple):
    """Names of branches or tags, one of each class that something tells apart, each with words for its class.

    `is_complete` is False if a class may be missing.
    """

    words: dict[str, str]
    is_complete: bool


class Cells(NamedTuple):
    """Events that stand for all others.

    `branches` and `tags` say for each name in them what it stands for: "branch `main`", "any other branch".
    `is_complete` is False if some answer may be missing.
    """

    events: tuple[Event, ...]
    branches: dict[str, str]
    tags: dict[str, str]
    is_complete: bool


def cells_of(config: Config, workflow: CompiledWorkflow) -> Cells:
    """The events to try for a workflow: pushes first, branches before tags, default parameters first.

    A push has the defaults of all parameters, unless the config is a continuation, which is given others.
    """
    questions = _questions(workflow)
    values = values_of(config, Event("push", branch="x"))
    branches = _names(workflow, values, questions.by_name.get(_BRANCH), "branch")
    tags = _names(workflow, values, questions.by_name.get(_TAG), "tag")
    is_complete = branches.is_complete and tags.is_complete
    events: list[Event] = []
    for kind in _kinds(config, workflow, questions):
        for event in _at_names(kind, branches, tags, workflow):
            assignments, covers = _assignments(config, event, questions)
            is_complete = is_complete and covers
            events += [_assigned(event, assignment) for assignment in assignments]
    is_complete = is_complete and len(events) <= MOST_CELLS
    return Cells(tuple(events[:MOST_CELLS]), branches.words, tags.words, is_complete)


def _questions(workflow: CompiledWorkflow) -> Questions:
    questions = Questions()
    for condition in (workflow.workflow.when, workflow.workflow.unless):
        if condition is not None:
            questions.look_at_condition(condition)
    expressions = [job.filters.expression for job in workflow.jobs if job.filters is not None]
    for text in dict.fromkeys(expression.value for expression in expressions if expression is not None):
        questions.look_at_expression(text)
    return questions


def _names(workflow: CompiledWorkflow, values: Values, question: Question | None, half: str) -> Names:
    sets = list(dict.fromkeys(_pattern_sets(workflow, values, half)))
    if question is not None:
        sets += [(literal,) for literal in sorted(map(str, question.literals)) if regex_in(literal) is None]
    languages: list[Term] = []
    is_complete = question is None or not question.is_open
    for patterns in sets:
        found = [None if pattern is None else names_of(pattern) for pattern in patterns]
        known = [language for language in found if language is not None]
        is_complete = is_complete and len(known) == len(found)
        languages.append(union(known))
    asked = question.languages if question is not None else ()
    is_complete = is_complete and asked is not None
    divided = partition(ref_shapes(), [*languages, *(asked or ())])
    literals = [pattern for patterns in sets for pattern in patterns if pattern and regex_in(pattern) is None]
    preferred = (*literals, *(_BRANCHES if half == "branch" else _TAGS))
    chosen = _readable([*languages, *(asked or ())], {each.signature: each.word for each in divided.classes}, preferred)
    words = {name: _class_words(half, name, signature, chosen, sets, languages) for signature, name in chosen.items()}
    return Names(words, is_complete and divided.is_complete)


def _class_words(
    half: str,
    name: str,
    signature: int,
    chosen: dict[int, str],
    sets: Sequence[tuple[str | None, ...]],
    languages: Sequence[Term],
) -> str:
    """What a name stands for."""
    if len(chosen) == 1:
        return f"any {half}"
    for position, patterns in enumerate(sets):
        names = [pattern for pattern in patterns if pattern is not None and regex_in(pattern) is None]
        if signature >> position & 1 and len(names) == len(patterns):
            mask = (1 << len(languages)) - 1
            alike = [each for each in names if _signature(languages, each) == signature & mask]
            return f"{half} {and_list(alike, 'or')}"
    plural = "branches" if half == "branch" else "tags"
    return f"{plural} such as `{name}`" if signature else f"any other {half}"


def _pattern_sets(workflow: CompiledWorkflow, values: Values, half: str) -> Iterator[tuple[str | None, ...]]:
    """The sets of patterns that filters ask for: `only`, or where that is missing `ignore`."""
    for trigger in workflow.workflow.triggers or ():
        if half == "branch" and trigger.branches is not None:
            decisive = trigger.branches.only if trigger.branches.only is not None else trigger.branches.ignore
            yield tuple(scalar.value for scalar in decisive or ())
    for job in workflow.jobs:
        patterns = None if job.filters is None else job.filters.branches if half == "branch" else job.filters.tags
        if patterns is not None:
            decisive = patterns.only if patterns.only is not None else patterns.ignore
            yield pattern_texts(job, decisive or (), values)


def _readable(languages: Sequence[Term], found: dict[int, str], preferred: Iterable[str]) -> dict[int, str]:
    """One name for each class by its signature, a preferred one where it has any."""
    chosen: dict[int, str] = {}
    for name in dict.fromkeys(preferred):
        # A class that only a preferred name shows is there too, even if the search was cut short.
        if is_ref_name(name):
            chosen.setdefault(_signature(languages, name), name)
    return chosen | {signature: word for signature, word in found.items() if signature not in chosen}


def _signature(languages: Sequence[Term], name: str) -> int:
    return sum(has_word(language, name) << position for position, language in enumerate(languages))


def _kinds(config: Config, workflow: CompiledWorkflow, questions: Questions) -> tuple[EventKind, ...]:
    """The kinds of events that can make a difference."""
    if workflow.workflow.triggers is not None:
        return ("schedule",)
    facts = [event_facts(Event(kind, branch="x")) for kind in _KINDS]
    if any(len({_comparable(each.get(name)) for each in facts}) > 1 for name in questions.by_name):
        return _KINDS
    if any(name.startswith(PARAMETER_PREFIX) for name in questions.by_name) and not _is_continuation(config):
        return ("push", "api")
    return ("push",)


def _comparable(value: Data | Unknown) -> object:
    return ("unknown", value.domain) if isinstance(value, Unknown) else (type(value), value)


def _at_names(kind: EventKind, branches: Names, tags: Names, workflow: CompiledWorkflow) -> Iterator[Event]:
    for name in branches.words:
        yield Event(kind, branch=name)
    if kind not in _BRANCH_ONLY and workflow.workflow.triggers is None:
        for name in tags.words:
            yield Event(kind, tag=name)


def _assignments(config: Config, event: Event, questions: Questions) -> tuple[list[tuple[tuple[str, Data], ...]], bool]:
    """What is to be tried for the values that an event leaves open, and whether that covers all answers."""
    values = values_of(config, event)
    takes_parameters = event.kind in _TAKES_PARAMETERS or _is_continuation(config)
    axes: list[list[tuple[str, Data]]] = []
    is_complete = True
    for name, question in questions.by_name.items():
        if name in {_BRANCH, _TAG}:
            continue
        if name.startswith(PARAMETER_PREFIX):
            parameter = config.parameters.get(name.removeprefix(PARAMETER_PREFIX))
            if parameter is None or not takes_parameters:
                continue
            kind = parameter.type.value if parameter.type is not None else "string"
            choices = _enum(config, name) if kind == "enum" else ()
            default = values.get(name)
            found, covers = (
                (choices, True) if choices else question.values(kind, None if isinstance(default, Unknown) else default)
            )
        else:
            value = values.get(name)
            if not isinstance(value, Unknown):
                continue
            if value.domain is not None:
                found, covers = tuple(each for each in value.domain if each is not None), True
            elif name.startswith("pipeline.event.github.pull_request.") and event.kind != "pull_request":
                is_complete = False
                continue
            else:
                found, covers = question.values(value.type, None)
        is_complete = is_complete and covers
        axes.append([(name, each) for each in found])
    return list(islice(product(*axes), MOST_CELLS)), is_complete


def _enum(config: Config, name: str) -> tuple[Data, ...]:
    from wflint.compiler.values import check_values

    value = check_values(config).get(name)
    if not isinstance(value, Unknown) or value.domain is None:
        return ()
    return tuple(dict.fromkeys((*value.at_defaults, *value.domain)))


def _assigned(event: Event, assignment: tuple[tuple[str, Data], ...]) -> Event:
    parameters = tuple(
        (name.removeprefix(PARAMETER_PREFIX), value) for name, value in assignment if name.startswith(PARAMETER_PREFIX)
    )
    values = tuple((name, value) for name, value in assignment if not name.startswith(PARAMETER_PREFIX))
    return event._replace(parameters=parameters, values=values)


def _is_continuation(config: Config) -> bool:
    return config.kind == "continuation"
