"""Events that are easily guessed: where they show that each job of a workflow can run, nobody has to prove it.

The proof looks at all classes of events, which takes the machinery of regular expressions.
"""

from __future__ import annotations

from functools import cached_property

from wflint.compiler.compiled import Unknown
from wflint.compiler.expression_syntax import Binary, ExpressionError, Literal, Name, Not, parse
from wflint.compiler.expressions import truth, type_fault
from wflint.compiler.values import PARAMETER_PREFIX, Values, check_values
from wflint.pipeline.events import Event, values_of
from wflint.pipeline.expressions import condition_expression
from wflint.pipeline.git_names import is_ref_name
from wflint.syntax.contents import content_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.compiler.compiled import CompiledWorkflow, Guard
    from wflint.compiler.expression_syntax import Expression
    from wflint.model.config import Config
    from wflint.model.workflow import Filters
    from wflint.pipeline.events import EventKind

_KINDS: tuple[EventKind, ...] = ("push", "schedule", "api")
_BRANCHES = ("main", "master", "develop")
_MOST_WORDS = 8
_EVERY_NAME = "/.*/"


class Guesses:
    """Guesses at what starts the workflows of a config; conditions that read alike are judged once."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._starts: dict[object, _Start] = {}

    def run_all(self, workflow: CompiledWorkflow) -> bool:
        """Whether for each job a guessed event starts the workflow and is let in by the job's own filters.

        False says nothing. Filters of branches and tags are taken to let something in as long as the workflow's
        conditions hold on all branches and tags.
        """
        start = self._start(workflow.guards)
        waiting = [job.filters for job in workflow.jobs]
        if start.is_anywhere:
            waiting = [filters for filters in waiting if filters is not None and filters.expression is not None]
        if not waiting:
            return start.is_anywhere
        for event, values in start.events:
            waiting = [filters for filters in waiting if not _lets_in(filters, event, values)]
        return not waiting

    def _start(self, guards: tuple[Guard, ...]) -> _Start:
        key = tuple([(guard.negated, content_of(guard.node)) for guard in guards])
        start = self._starts.get(key)
        if start is None:
            start = self._starts[key] = _Start(self._config, guards)
        return start


class _Start:
    """Guessed events that make all conditions of a workflow true; none if a condition is not read for sure."""

    def __init__(self, config: Config, guards: tuple[Guard, ...]) -> None:
        self._config = config
        known = check_values(config).get
        self._conditions: list[Expression] = []
        self._is_known = True
        for guard in guards:
            part = condition_expression(guard.node)
            if part is None or type_fault(part, known):
                self._is_known = False
            else:
                self._conditions.append(Not(part, 0, 0) if guard.negated else part)

    @cached_property
    def is_anywhere(self) -> bool:
        """Whether some kind of event starts the workflow whatever the branch or tag."""
        return any(self._holds(_without_place(self._config, event)) for event in self._occasions)

    @cached_property
    def events(self) -> tuple[tuple[Event, Values], ...]:
        """Events on branches that start the workflow, with their values."""
        words = [leaf.value for leaf in self._leaves if isinstance(leaf, Literal) and isinstance(leaf.value, str)]
        branches = dict.fromkeys((*filter(is_ref_name, words[:_MOST_WORDS]), *_BRANCHES))
        events = [occasion._replace(branch=branch) for occasion in self._occasions for branch in branches]
        found = [(event, values_of(self._config, event)) for event in events]
        return tuple([(event, values) for event, values in found if self._holds(values)])

    @cached_property
    def _occasions(self) -> tuple[Event, ...]:
        """Kinds of events with default parameters, and of those that can pass some, with all switches turned on."""
        names = {leaf.name for leaf in self._leaves if isinstance(leaf, Name)}
        switches = tuple(
            (name, True)
            for name, parameter in self._config.parameters.items()
            if PARAMETER_PREFIX + name in names and parameter.type is not None and parameter.type.value == "boolean"
        )
        turned_on = [Event(kind, parameters=switches) for kind in _KINDS[1:] if switches]
        return (*map(Event, _KINDS), *turned_on)

    @cached_property
    def _leaves(self) -> tuple[Expression, ...]:
        return tuple(leaf for condition in self._conditions for leaf in _leaves(condition))

    def _holds(self, values: Values) -> bool:
        return self._is_known and all(truth(condition, values.get) is True for condition in self._conditions)


def _without_place(config: Config, event: Event) -> Values:
    """The values of an event of which neither the branch nor the tag is known."""
    on_branch = values_of(config, event._replace(branch="x")).names
    on_tag = values_of(config, event._replace(tag="x")).names
    shared = {name: value for name, value in on_branch.items() if name in on_tag and on_tag[name] == value}
    return Values(shared, Unknown("any", ("pipeline",)))


def _leaves(expression: Expression) -> Iterator[Expression]:
    if isinstance(expression, Name | Literal):
        yield expression
    elif isinstance(expression, Binary):
        yield from _leaves(expression.left)
        yield from _leaves(expression.right)
    else:
        yield from _leaves(expression.operand)


def _lets_in(filters: Filters | None, event: Event, values: Values) -> bool:
    """Whether filters let an event on a branch in, if that takes no regular expression to see."""
    if filters is None:
        return True
    if filters.expression is not None:
        expression = parse(filters.expression.value)
        if isinstance(expression, ExpressionError) or "<<" in filters.expression.value:
            return False
        return truth(expression, values.get) is True
    patterns = filters.branches
    if patterns is None or (patterns.only is None and patterns.ignore is None):
        return True
    if patterns.only is not None:
        return any(pattern.value in {event.branch, _EVERY_NAME} for pattern in patterns.only)
    return all(_is_other_name(pattern.value, event) for pattern in patterns.ignore or ())


def _is_other_name(pattern: str, event: Event) -> bool:
    return pattern != event.branch and "<<" not in pattern and not (pattern.startswith("/") and pattern.endswith("/"))
