"""Whether a workflow exists for an event: its schedule, and its `when` and `unless`.

Sources: https://circleci.com/docs/reference/configuration-reference/#using-when-in-workflows and #triggers.
"""

from __future__ import annotations

from wflint.compiler.compiled import Unknown
from wflint.compiler.logic import evaluate
from wflint.deferred import regex
from wflint.pipeline.patterns import any_admits
from wflint.pipeline.reasons import Reason, and_list
from wflint.syntax.nodes import Scalar, Sequence, resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.compiler.values import Values
    from wflint.model.workflow import Patterns, Workflow
    from wflint.pipeline.events import Event
    from wflint.syntax.nodes import Value

_NAME = regex(r"\bpipeline\.[A-Za-z0-9._-]*[A-Za-z0-9]")


def exists(workflow: Workflow, event: Event, values: Values, *, has_conditions: bool = True) -> bool | None:
    """Whether an event starts a workflow; None if that is not known. Its jobs may all be left out nevertheless."""
    reason = _by_schedule(workflow, event)
    if reason is not None:
        return None if reason.kind == "undecided" else False
    answer: bool | None = True
    for condition, wanted in ((workflow.when, True), (workflow.unless, False)) if has_conditions else ():
        holds = None if condition is None else evaluate(condition, values)
        if condition is not None and holds is (not wanted):
            return False
        if condition is not None and holds is None:
            answer = None
    return answer


def left_out(workflow: Workflow, event: Event, values: Values, *, has_conditions: bool = True) -> Reason | None:
    """Why an event does not start a workflow; None if it does, kind `undecided` if that is not known.

    Configs of version 2.0 have no conditions.
    """
    reason = _by_schedule(workflow, event)
    if reason is not None or not has_conditions:
        return reason
    undecided = None
    for word, condition in (("when", workflow.when), ("unless", workflow.unless)):
        if condition is None:
            continue
        holds = evaluate(condition, values)
        if holds is (word == "unless"):
            return _false_condition(workflow, word, condition, values)
        if holds is None and undecided is None:
            undecided = _open_condition(workflow, word, condition, values)
    return undecided


def names_read(condition: Value) -> tuple[str, ...]:
    """The full names of the pipeline values and parameters in a condition, in the order of the text."""
    found: dict[str, None] = {}
    waiting = [condition]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Scalar):
            found |= dict.fromkeys(_NAME.findall(node.value))
        elif isinstance(node, Sequence):
            waiting += map(resolve, reversed(node.items))
        else:
            waiting += [value for _, value in reversed(list(node.items()))]
    return tuple(found)


def _by_schedule(workflow: Workflow, event: Event) -> Reason | None:
    name = workflow.name.value
    if workflow.triggers is None:
        return None
    crons = [trigger.cron for trigger in workflow.triggers if trigger.cron is not None]
    place = crons[0].place if crons else workflow.name.place
    if event.kind != "schedule":
        times = f" {and_list((cron.value for cron in crons), 'or')}" if crons else ""
        return Reason("schedule-only", f"only its schedule{times} starts it", name, place)
    branch = event.branch
    if branch is None:
        return Reason("schedule-only", "schedules of a config run on branches, not on tags", name, place)
    answers = {_has_schedule(trigger.branches, branch) for trigger in workflow.triggers}
    if True in answers:
        return None
    if None in answers:
        return Reason("undecided", "a pattern of its schedule's branches cannot be judged", name, place)
    return Reason("branch-filter", f"it has no schedule for branch `{branch}`", name, place)


def _has_schedule(branches: Patterns | None, branch: str) -> bool | None:
    """Whether a branch's own config gets a schedule; `only` decides alone where both keys are given."""
    if branches is None:
        return True
    if branches.only is not None:
        return any_admits([scalar.value for scalar in branches.only], branch)
    ignored = any_admits([scalar.value for scalar in branches.ignore or ()], branch)
    return None if ignored is None else not ignored


def _false_condition(workflow: Workflow, word: str, condition: Value, values: Values) -> Reason:
    known = [
        f"`{name}` is {_shown(value)}" for name, value in _facts(condition, values) if not isinstance(value, Unknown)
    ]
    because = f": {', '.join(known)}" if known else ""
    truth = "false" if word == "when" else "true"
    return Reason("condition", f"its `{word}` is {truth}{because}", workflow.name.value, condition.place)


def _open_condition(workflow: Workflow, word: str, condition: Value, values: Values) -> Reason:
    free = [name for name, value in _facts(condition, values) if isinstance(value, Unknown)]
    message = f"its `{word}` depends on {and_list(free)}" if free else f"its `{word}` cannot be judged"
    return Reason("undecided", message, workflow.name.value, condition.place)


def _facts(condition: Value, values: Values) -> list[tuple[str, object]]:
    """The pipeline values a condition reads, in the order of the text, with what is known of them."""
    return [(name, values.get(name)) for name in names_read(condition)]


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "not set" if value is None else f"`{value}`"
