"""Events that stand for all others: one of each kind that a workflow's filters and conditions can tell apart."""

from __future__ import annotations

from itertools import chain, islice, product

from wflint.compiler.compiled import Unknown
from wflint.compiler.values import PARAMETER_PREFIX, free_parameter
from wflint.pipeline.events import EVENT_KINDS, Event, event_facts, values_of
from wflint.pipeline.name_classes import name_classes
from wflint.pipeline.questions import Questions
from wflint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.compiler.compiled import CompiledWorkflow
    from wflint.model.config import Config
    from wflint.model.executable import Parameter
    from wflint.pipeline.events import EventKind
    from wflint.pipeline.name_classes import Names
    from wflint.syntax.scalars import Data

MOST_CELLS = 1_024
MOST_ANSWERS = 50_000
"""Answers of jobs and of parts of conditions, over all cells; workflows that have many get fewer cells."""

_BRANCH, _TAG = "pipeline.git.branch", "pipeline.git.tag"
_BRANCH_ONLY = frozenset({"pull_request", "webhook"})
_TAKES_PARAMETERS = frozenset({"schedule", "api"})


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
    branches = name_classes(workflow, values, questions.by_name.get(_BRANCH), "branch")
    tags = name_classes(workflow, values, questions.by_name.get(_TAG), "tag")
    is_complete = branches.is_complete and tags.is_complete
    size = len(workflow.jobs) + len(config.parameters) + questions.parts
    most = min(MOST_CELLS, max(1, MOST_ANSWERS // (size + 1)))
    events: list[Event] = []
    kinds = _kinds(config, workflow, questions)
    for event in chain.from_iterable(_at_names(kind, branches, tags, workflow) for kind in kinds):
        if len(events) > most:
            break
        assignments, covers = _assignments(config, event, questions, most + 1)
        is_complete = is_complete and covers
        events += [_assigned(event, assignment) for assignment in assignments]
    is_complete = is_complete and len(events) <= most
    return Cells(tuple(events[:most]), branches.words, tags.words, is_complete)


def _questions(workflow: CompiledWorkflow) -> Questions:
    questions = Questions()
    for condition in (workflow.workflow.when, workflow.workflow.unless):
        if condition is not None:
            questions.look_at_condition(condition)
    expressions = [job.filters.expression for job in workflow.jobs if job.filters is not None]
    for text in dict.fromkeys(expression.value for expression in expressions if expression is not None):
        questions.look_at_expression(text)
    return questions


def _kinds(config: Config, workflow: CompiledWorkflow, questions: Questions) -> tuple[EventKind, ...]:
    """The kinds of events that can make a difference."""
    if workflow.workflow.triggers is not None:
        return ("schedule",)
    facts = [event_facts(Event(kind, branch="x")) for kind in EVENT_KINDS]
    if any(len({_comparable(each.get(name)) for each in facts}) > 1 for name in questions.by_name):
        return EVENT_KINDS
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


def _assignments(
    config: Config, event: Event, questions: Questions, most: int
) -> tuple[list[tuple[tuple[str, Data], ...]], bool]:
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
            choices = _enum(name, parameter) if kind == "enum" else ()
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
    return list(islice(product(*axes), most)), is_complete


def _enum(name: str, parameter: Parameter) -> tuple[Data, ...]:
    value = free_parameter(name, parameter)
    return () if value.domain is None else tuple(dict.fromkeys((*value.at_defaults, *value.domain)))


def _assigned(event: Event, assignment: tuple[tuple[str, Data], ...]) -> Event:
    parameters = tuple(
        (name.removeprefix(PARAMETER_PREFIX), value) for name, value in assignment if name.startswith(PARAMETER_PREFIX)
    )
    values = tuple((name, value) for name, value in assignment if not name.startswith(PARAMETER_PREFIX))
    return event._replace(parameters=parameters, values=values)


def _is_continuation(config: Config) -> bool:
    return config.kind == "continuation"
