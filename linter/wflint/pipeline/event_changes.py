"""For which events two versions of a workflow run different jobs: both asked about one event of each class.

The classes are those that the filters and conditions of either version tell apart.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from wflint.pipeline.cells import MOST_CELLS, cells_of
from wflint.pipeline.event_classes import event_classes
from wflint.pipeline.reach import WorkflowReach
from wflint.syntax.nodes import Entry, Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from wflint.compiler.compiled import CompiledWorkflow
    from wflint.model.config import Config
    from wflint.model.workflow import Trigger, Workflow
    from wflint.pipeline.events import Event
    from wflint.pipeline.reasons import Runs
    from wflint.syntax.nodes import Node, Value

Outcomes = dict[str, "Runs"]
Version = tuple["Config", "CompiledWorkflow"]


class EventChange(NamedTuple):
    """A class of events for which the same jobs start or stop to run; `words` describe it, `witness` is one of it.

    `starts` and `stops` are final names in the order of the workflow, by the new name where a job was renamed.
    `unclear` may do either: whether they run is not known on one side. `without` are pairs of a job that runs and one
    that it requires and that does not run, if either is new.
    """

    words: str
    witness: Event
    starts: tuple[str, ...]
    stops: tuple[str, ...]
    unclear: tuple[str, ...]
    without: tuple[tuple[str, str], ...]


class Joined:
    """Two versions of a workflow, one of which may be missing, seen by the same events.

    `renamed` maps old final names to the new ones they became.
    """

    def __init__(self, old: Version | None, new: Version | None, renamed: dict[str, str]) -> None:
        self.old = None if old is None else WorkflowReach(*old)
        self.new = None if new is None else WorkflowReach(*new)
        self._renamed = renamed
        versions = [version for version in (old, new) if version is not None]
        self.reach = _ReachOfChanges(_joined_config(versions), _joined_workflow(versions), self)

    @property
    def events(self) -> tuple[Event, ...]:
        """One event of each class that either version tells apart."""
        return self.reach.cells

    @property
    def is_complete(self) -> bool:
        """Whether no class of events is missing, and no job."""
        return self.reach.is_complete

    @cached_property
    def before(self) -> tuple[Outcomes, ...]:
        """What the old version runs for each event, by the new names."""
        return tuple(
            {self._renamed.get(name, name): runs for name, runs in _outcomes(self.old, event).items()}
            for event in self.events
        )

    @cached_property
    def after(self) -> tuple[Outcomes, ...]:
        """What the new version runs for each event."""
        return tuple(_outcomes(self.new, event) for event in self.events)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All final names, those of the new version first."""
        return tuple(dict.fromkeys(name for each in (*self.after[:1], *self.before[:1]) for name in each))

    def changes(self) -> tuple[EventChange, ...]:
        """The classes of events for which something starts or stops, in the order of their first events."""
        found = []
        for each in event_classes(self.reach):
            cell = each.cells[0]
            change = self._change(cell, each.words)
            if change.starts or change.stops or change.unclear:
                found.append(change)
        return tuple(found)

    def _change(self, cell: int, words: str) -> EventChange:
        before, after = self.before[cell], self.after[cell]
        pairs = {name: (before.get(name, "no"), after.get(name, "no")) for name in self.names}
        starts = tuple(name for name, pair in pairs.items() if pair == ("no", "yes"))
        stops = tuple(name for name, pair in pairs.items() if pair == ("yes", "no"))
        unclear = tuple(name for name, (first, second) in pairs.items() if first != second and "unknown" in pairs[name])
        return EventChange(words, self.events[cell], starts, stops, unclear, self._without(pairs))

    def _without(self, pairs: dict[str, tuple[Runs, Runs]]) -> tuple[tuple[str, str], ...]:
        if self.new is None:
            return ()
        return tuple(
            (job.name, name)
            for job in self.new.workflow.jobs
            for requirement in job.requires
            for name in requirement.jobs
            if pairs[job.name][1] == "yes"
            and pairs[name][1] == "no"
            and (pairs[job.name][0] == "no" or pairs[name][0] == "yes")
        )


class _ReachOfChanges(WorkflowReach):
    """The reach of a difference: a job "runs" for an event here if the two versions differ in it."""

    def __init__(self, config: Config, workflow: CompiledWorkflow, joined: Joined) -> None:
        super().__init__(config, workflow)
        self._joined = joined
        scheduled = None
        if workflow.workflow.triggers is not None and any(
            reach.workflow.workflow.triggers is None for reach in (joined.old, joined.new) if reach is not None
        ):
            scheduled = cells_of(config, workflow)
            workflow = workflow._replace(workflow=workflow.workflow._replace(triggers=None))
        self._all = cells_of(config, workflow)
        if scheduled is not None:
            events = tuple(dict.fromkeys((*self._all.events, *scheduled.events)))
            self._all = self._all._replace(
                events=events[:MOST_CELLS],
                branches={**scheduled.branches, **self._all.branches},
                tags={**scheduled.tags, **self._all.tags},
                is_complete=self._all.is_complete and scheduled.is_complete and len(events) <= MOST_CELLS,
            )

    @property
    def cells(self) -> tuple[Event, ...]:
        """Events that stand for all others."""
        return self._all.events

    @property
    def branches(self) -> dict[str, str]:
        """What the branches of the cells stand for, in words."""
        return self._all.branches

    @property
    def tags(self) -> dict[str, str]:
        """What the tags of the cells stand for, in words."""
        return self._all.tags

    @property
    def is_complete(self) -> bool:
        """Whether no class of events is missing."""
        return self._all.is_complete and self.workflow.is_complete

    @cached_property
    def workflow_runs(self) -> tuple[Runs, ...]:
        """Always: what exists is in the states."""
        always: Runs = "yes"
        return tuple(always for _ in self.cells)

    @cached_property
    def states(self) -> tuple[tuple[int, ...], ...]:
        """For each cell, by name, a number for what it was and is; 0 where nothing changes."""
        words = ("no", "yes", "unknown")
        found = []
        for before, after in zip(self._joined.before, self._joined.after, strict=True):
            pairs = [(before.get(name, "no"), after.get(name, "no")) for name in self._joined.names]
            found.append(tuple(0 if a == b else 1 + 3 * words.index(a) + words.index(b) for a, b in pairs))
        return tuple(found)

    def runs(self, cell: int, job: int) -> Runs:
        """Whether anything differs for a cell; jobs of both versions stand behind each other."""
        names = self._joined.names
        return "yes" if job < len(names) and self.states[cell][job] else "no"


def _outcomes(reach: WorkflowReach | None, event: Event) -> Outcomes:
    if reach is None:
        return {}
    return {job.name: runs for job, runs in zip(reach.workflow.jobs, reach.runs_for(event), strict=True)}


def _joined_config(versions: list[Version]) -> Config:
    config = versions[-1][0]
    parameters = {name: parameter for one, _ in versions for name, parameter in one.parameters.items()}
    return config._replace(parameters=parameters)


def _joined_workflow(versions: list[Version]) -> CompiledWorkflow:
    """A workflow with the jobs, conditions and schedules of both; only good to ask what they tell apart."""
    compiled = versions[-1][1]
    workflows = [each.workflow for _, each in versions]
    jobs = tuple(job for _, each in versions for job in each.jobs)
    first, last = _conditions(workflows[0]), _conditions(workflows[-1])
    workflow = compiled.workflow._replace(when=_either(first), unless=_either(last), triggers=_triggers(workflows))
    is_complete = all(each.is_complete for _, each in versions)
    return compiled._replace(workflow=workflow, jobs=jobs, is_complete=is_complete)


def _triggers(workflows: list[Workflow]) -> tuple[Trigger, ...] | None:
    found = [workflow.triggers for workflow in workflows if workflow.triggers is not None]
    return tuple(trigger for triggers in found for trigger in triggers) if found else None


def _conditions(workflow: Workflow) -> list[Value]:
    return [condition for condition in (workflow.when, workflow.unless) if condition is not None]


def _either(conditions: list[Value]) -> Value | None:
    """One condition that reads what all of them read."""
    if len(conditions) < 2:
        return conditions[0] if conditions else None
    first = conditions[0]
    items: tuple[Node, ...] = tuple(conditions)
    word = Scalar(first.source, first.start, first.start, "or")
    return Mapping(
        first.source, first.start, first.end, (Entry(word, Sequence(first.source, first.start, first.end, items)),)
    )
