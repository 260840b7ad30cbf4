"""For which events the jobs of a workflow run: the plan of one event for each class of events.

A proof over infinitely many events: filters and conditions divide branches, tags and values into finitely many classes,
and whatever holds for one member of a class holds for all.
"""

from __future__ import annotations

from functools import cached_property

from wflint.compiler.expression_syntax import Binary, Literal, Not
from wflint.compiler.expressions import type_fault
from wflint.compiler.pipeline_names import PIPELINE_NAMES
from wflint.compiler.values import PARAMETER_PREFIX, free_value
from wflint.pipeline import gating
from wflint.pipeline.cells import cells_of
from wflint.pipeline.events import values_of
from wflint.pipeline.expressions import condition_expression, expression_truth
from wflint.pipeline.filters import lets_in
from wflint.pipeline.gates import gates_of, is_inner_node
from wflint.pipeline.plan import plan_workflow, runs_of
from wflint.pipeline.triggering import exists, left_out, names_read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.compiler.compiled import CompiledConfig, CompiledJob, CompiledWorkflow, Unknown
    from wflint.compiler.expression_syntax import Expression
    from wflint.compiler.values import Values
    from wflint.model.config import Config
    from wflint.pipeline.cells import Cells
    from wflint.pipeline.events import Event
    from wflint.pipeline.gating import Gates
    from wflint.pipeline.plan import PlannedWorkflow
    from wflint.pipeline.reasons import Runs
    from wflint.syntax.scalars import Data


MOST_KEPT = 200
"""With more parameters the values of an event are made anew for each question, or they would fill the memory."""

_NO: Runs = "no"
_UNKNOWN: Runs = "unknown"


class WorkflowReach:
    """The reach of one workflow, worked out when it is asked for. Bits of a mask are positions in `cells`."""

    def __init__(self, config: Config, workflow: CompiledWorkflow) -> None:
        self.config = config
        self.workflow = workflow

    @cached_property
    def _found(self) -> Cells:
        return cells_of(self.config, self.workflow)

    @cached_property
    def _gates(self) -> Gates:
        return gates_of(self.workflow)

    @property
    def cells(self) -> tuple[Event, ...]:
        """Events that stand for all others; pushes first, branches before tags."""
        return self._found.events

    @property
    def branches(self) -> dict[str, str]:
        """What the branches of the cells stand for, in words."""
        return self._found.branches

    @property
    def tags(self) -> dict[str, str]:
        """What the tags of the cells stand for, in words."""
        return self._found.tags

    @property
    def is_complete(self) -> bool:
        """Whether no class of events is missing."""
        return self._found.is_complete and self.workflow.is_complete

    @cached_property
    def workflow_runs(self) -> tuple[Runs, ...]:
        """Whether the workflow exists for each cell; its jobs may all be left out nevertheless."""
        words: dict[bool | None, Runs] = {True: "yes", False: "no", None: "unknown"}
        workflow = self.workflow.workflow
        read = [name for each in (workflow.when, workflow.unless) if each is not None for name in names_read(each)]
        if any(not self._is_named(name) for name in read):
            return tuple([_UNKNOWN] * len(self.cells))
        known: dict[object, Runs] = {}
        answers = []
        for event in self.cells:
            values = self._values(event)
            # What a condition does not read makes no difference to it, and schedules depend on the branch alone.
            key = (event.kind, workflow.triggers and event.branch, *(_exact(values.get(name)) for name in read))
            if key not in known:
                known[key] = words[self._exists(event, values)]
            answers.append(known[key])
        return tuple(answers)

    @cached_property
    def states(self) -> tuple[tuple[int, ...], ...]:
        """The possible states of the jobs for each cell, in the order of the workflow, if the workflow exists."""
        outcomes = [gating.SUCCESS] * len(self.workflow.jobs)
        known: dict[tuple[bool | None, ...], tuple[int, ...]] = {}
        for passes in self.passes:
            if passes not in known:
                known[passes] = tuple(gating.settle(self._gates, passes, outcomes))
        return tuple(known[passes] for passes in self.passes)

    @cached_property
    def passes(self) -> tuple[tuple[bool | None, ...], ...]:
        """Whether the own filters of the jobs let each cell in."""
        return tuple(self._passes(event) for event in self.cells)

    def runs(self, cell: int, job: int) -> Runs:
        """Whether a job runs for a cell, both by position."""
        workflow = self.workflow_runs[cell]
        runs = runs_of(self.states[cell][job])
        if "no" in {workflow, runs}:
            return "no"
        return "unknown" if "unknown" in {workflow, runs} else "yes"

    def runs_for(self, event: Event) -> tuple[Runs, ...]:
        """Whether each job runs for any event, be it a cell or not."""
        values = self._values(event)
        is_there = self._exists(event, values)
        if is_there is False:
            return tuple(_NO for _ in self.workflow.jobs)
        outcomes = [gating.SUCCESS] * len(self.workflow.jobs)
        states = gating.settle(self._gates, self._passes(event), outcomes)
        answers: list[Runs] = []
        for state in states:
            runs = runs_of(state)
            answers.append("unknown" if runs == "yes" and is_there is None else runs)
        return tuple(answers)

    def keeps(self, cell: int, job: int) -> bool | None:
        """Whether a job stays in the workflow for a cell, whatever then becomes of the jobs it waits for."""
        state = self.states[cell][job]
        if self.workflow_runs[cell] == "no" or state == gating.DROPPED:
            return False
        return None if self.workflow_runs[cell] == "unknown" or state & gating.DROPPED else True

    def yes(self, job: int) -> int:
        """The mask of cells for which a job certainly runs."""
        return sum(1 << cell for cell in range(len(self.cells)) if self.runs(cell, job) == "yes")

    def maybe(self, job: int) -> int:
        """The mask of cells for which it is not known whether a job runs."""
        return sum(1 << cell for cell in range(len(self.cells)) if self.runs(cell, job) == "unknown")

    def planned(self, cell: int) -> PlannedWorkflow:
        """The whole plan for a cell, with its reasons."""
        if cell not in self._plans:
            event, values = self._event(self.cells[cell]), self._values(self.cells[cell])
            reason = left_out(self.workflow.workflow, event, values, has_conditions=self.config.is_2_1)
            self._plans[cell] = plan_workflow(self.workflow, event, values, reason, {}, self._gates)
        return self._plans[cell]

    def _exists(self, event: Event, values: Values) -> bool | None:
        if self._condition is None:
            return exists(self.workflow.workflow, self._event(event), values, has_conditions=self.config.is_2_1)
        return expression_truth(self._condition, values.get)

    @cached_property
    def _condition(self) -> Expression | None:
        """All that decides whether the workflow exists, as an expression; None if it cannot be had so."""
        workflow = self.workflow.workflow
        if workflow.triggers is not None or not self.config.is_2_1:
            return None
        when = None if workflow.when is None else condition_expression(workflow.when)
        unless = None if workflow.unless is None else condition_expression(workflow.unless)
        if (workflow.when is None) is not (when is None) or (workflow.unless is None) is not (unless is None):
            return None
        parts = [part for part in (when, None if unless is None else Not(unless, 0, 0)) if part is not None]
        if any(type_fault(part, lambda name: free_value(self.config, name)) for part in parts):
            return None
        return Binary("and", parts[0], parts[-1], 0, 0) if parts else Literal(True, 0, 0)

    @cached_property
    def _plans(self) -> dict[int, PlannedWorkflow]:
        return {}

    @cached_property
    def _known_values(self) -> dict[Event, Values]:
        return {}

    def _event(self, event: Event) -> Event:
        return event._replace(is_legacy_schedule=True) if self.workflow.workflow.triggers is not None else event

    def _is_named(self, name: str) -> bool:
        """Whether there is a pipeline value or parameter of a name; of others nothing is said but that."""
        if name.startswith(PARAMETER_PREFIX):
            return name[len(PARAMETER_PREFIX) :] in self.config.parameters
        return name in PIPELINE_NAMES

    def _values(self, event: Event) -> Values:
        values = self._known_values.get(event)
        if values is None:
            values = values_of(self.config, self._event(event))
            if len(self.config.parameters) < MOST_KEPT:
                self._known_values[event] = values
        return values

    def _passes(self, event: Event) -> tuple[bool | None, ...]:
        values = self._values(event)
        answers = [lets_in(job, event, values) for job in self._filtered[0]]
        return tuple([True if which is None else answers[which] for which in self._filtered[1]])

    @cached_property
    def _filtered(self) -> tuple[tuple[CompiledJob, ...], tuple[int | None, ...]]:
        """One job of those with equal filters, and for each job which it is; None for jobs that follow their group."""
        first: dict[object, int] = {}
        jobs: list[CompiledJob] = []
        which: list[int | None] = []
        for job in self.workflow.jobs:
            if is_inner_node(job):
                which.append(None)
                continue
            position = first.setdefault(_filters_key(job), len(jobs))
            if position == len(jobs):
                jobs.append(job)
            which.append(position)
        return tuple(jobs), tuple(which)


def _filters_key(job: CompiledJob) -> object:
    """The same for jobs whose filters let the same in."""
    filters = job.filters
    if filters is None:
        return None
    if filters.expression is not None:
        return filters.expression.value
    halves = [(half.only, half.ignore) for half in (filters.branches, filters.tags) if half is not None]
    texts = tuple([None if each is None else tuple([one.value for one in each]) for half in halves for each in half])
    # A pattern with a template means something else for each instance of a matrix.
    has_template = bool(job.matrix) and any("<<" in text for each in texts if each is not None for text in each)
    return filters.branches is None, texts, id(job) if has_template else None


def _exact(value: Data | Unknown) -> object:
    """A value as a key: `1` and `true` differ."""
    return (type(value), value)


class Reach:
    """The reach of all workflows of a config, in the order of the text."""

    def __init__(self, compiled: CompiledConfig) -> None:
        self.compiled = compiled

    @cached_property
    def workflows(self) -> tuple[WorkflowReach, ...]:
        """One for each compiled workflow."""
        return tuple(WorkflowReach(self.compiled.config, workflow) for workflow in self.compiled.workflows)
