"""What a change of a config means: two versions compared as CircleCI would run them, not as they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from wflint.compiler.compile import compile_config
from wflint.compiler.emit import plain_node
from wflint.pipeline.affected import narrowed
from wflint.pipeline.config_changes import config_changes, orb_changes, unseen
from wflint.pipeline.content_changes import Change, comparable, content_changes, fact_changes, is_same
from wflint.pipeline.event_changes import EventChange, Joined
from wflint.pipeline.events import values_of
from wflint.pipeline.filter_words import filter_words, schedule_words
from wflint.pipeline.filters import lets_in
from wflint.pipeline.job_content import JobContent, job_content, step_content
from wflint.pipeline.jobgraph import job_graph
from wflint.pipeline.samples import sample_values, samples_of
from wflint.pipeline.triggering import exists
from wflint.syntax.nodes import Mapping

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Mapping as Map

    from wflint.compiler.compiled import CompiledConfig, CompiledJob, CompiledWorkflow
    from wflint.compiler.library import Resolver
    from wflint.model.config import Config
    from wflint.pipeline.samples import Sample

Fate: TypeAlias = Literal["added", "removed", "changed", "renamed"]
Contents = dict[tuple[str, str], JobContent]

_OF_THE_WORKFLOW = frozenset({"jobs", "when", "unless", "triggers"})


class Side(NamedTuple):
    """One version: its config compiled for a check (parameters unknown), and the orbs it was compiled with."""

    compiled: CompiledConfig
    orbs: Resolver | None = None

    @property
    def config(self) -> Config:
        """The version as written."""
        return self.compiled.config


class EdgeChange(NamedTuple):
    """One job waits for another no more, or newly, or for other outcomes; both by their new names.

    `old` and `new` are the statuses that let `target` start, sorted; empty where there is no such edge.
    """

    source: str
    target: str
    old: tuple[str, ...]
    new: tuple[str, ...]


class JobChange(NamedTuple):
    """A job of a workflow that came, went, or is another; `was` is its old name if it was renamed.

    `changes` are those of its content and filters; of a job that came or went there are none.
    """

    name: str
    fate: Fate
    changes: tuple[Change, ...] = ()
    was: str | None = None


class WorkflowChange(NamedTuple):
    """A workflow that came, went, or is another.

    `changes` are those of its conditions, schedule and other keys. `jobs` are those that differ, in the order of the
    new version, then those that went. `events` are the classes of events for which something starts or stops to run.
    """

    name: str
    fate: Fate
    changes: tuple[Change, ...]
    jobs: tuple[JobChange, ...]
    edges: tuple[EdgeChange, ...]
    events: tuple[EventChange, ...]


class Difference(NamedTuple):
    """The difference of two versions.

    `changes` concern the config as a whole: pipeline parameters, orbs that are not at hand. `workflows` are those that
    differ, in the order of the new version, then those that went. `unknown` are sentences on what could not be
    compared; where there are some, "no difference" is not certain.
    """

    changes: tuple[Change, ...]
    workflows: tuple[WorkflowChange, ...]
    unknown: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether no difference was found."""
        return not self.changes and not self.workflows


def difference(old: Side, new: Side) -> Difference:
    """Compare two versions of a config.

    Comments, anchors, order, and how things are spread over commands, executors and parameters make no difference.
    """
    unknown = {f"{word} version has syntax errors, so parts of it are missing": None for word in _broken(old, new)}
    if not unknown and is_same(_written(old.config), _written(new.config)):
        return Difference((), (), ())
    before, after = _contents(old, new, unknown)
    first = {workflow.name: workflow for workflow in old.compiled.workflows}
    second = {workflow.name: workflow for workflow in new.compiled.workflows}
    workflows = []
    for name in dict.fromkeys((*second, *first)):
        pair = _Pair(name, old.config, first.get(name), new.config, second.get(name))
        change = _workflow_change(pair, before, after, unknown)
        if change is not None:
            workflows.append(change)
    orbs = tuple(orb_changes(old.compiled, new.compiled))
    unknown.update(dict.fromkeys(unseen(orbs, _users((*(each for _, each in before), *after)))))
    return Difference((*config_changes(old.config, new.config), *orbs), tuple(workflows), tuple(unknown))


def _users(every: Iterable[Contents]) -> dict[str, set[str]]:
    """The jobs that use something of each orb that is not at hand."""
    users: dict[str, set[str]] = {}
    for contents in every:
        for (_, job), content in contents.items():
            for orb in content.orbs:
                users.setdefault(orb, set()).add(job)
    return users


class _Pair(NamedTuple):
    """One workflow in both versions."""

    name: str
    old_config: Config
    old: CompiledWorkflow | None
    new_config: Config
    new: CompiledWorkflow | None


def _contents(old: Side, new: Side, unknown: dict[str, None]) -> tuple[list[tuple[str, Contents]], list[Contents]]:
    """The jobs' contents for each sample of values: of the old version with the sample's words, and of the new."""
    sampled = samples_of(old.compiled, new.compiled)
    if not sampled.is_complete and not is_same(_guarded(old.compiled), _guarded(new.compiled)):
        unknown["the conditions of steps tell more values apart than were tried"] = None
    first, *others = sampled.samples
    before, after = [(first.words, _sampled(old, old.config, first))], [_sampled(new, new.config, first)]
    few = narrowed(old.config, new.config)
    if any(workflow.invocations for config in few for workflow in config.workflows.values()):
        for sample in others:
            before.append((sample.words, _sampled(old, few[0], sample)))
            after.append(_sampled(new, few[1], sample))
    return before, after


def _broken(old: Side, new: Side) -> Iterator[str]:
    for word, side in (("the old", old), ("the new", new)):
        if side.config.root is None or not side.config.document.is_complete:
            yield word


def _written(config: Config) -> Any:
    return None if config.root is None else plain_node(config.root)


def _guarded(compiled: CompiledConfig) -> dict[str, Any]:
    """The steps of each job that stand under conditions which parameters or events decide, as written."""
    return {
        f"{workflow.name} {job.name}": [each for step in job.body.steps if step.guards for each in step_content(step)]
        for workflow in compiled.workflows
        for job in workflow.jobs
        if job.body is not None and any(step.guards for step in job.body.steps)
    }


def _sampled(side: Side, config: Config, sample: Sample) -> Contents:
    """The contents of a version's jobs by workflow and final name, whatever the workflows' conditions are."""
    workflows = {name: workflow._replace(when=None, unless=None) for name, workflow in config.workflows.items()}
    compiled = compile_config(config._replace(workflows=workflows), sample_values(config, sample), side.orbs)
    return {(workflow.name, job.name): job_content(job) for workflow in compiled.workflows for job in workflow.jobs}


def _workflow_change(
    pair: _Pair, before: list[tuple[str, Contents]], after: list[Contents], unknown: dict[str, None]
) -> WorkflowChange | None:
    renamed = _renamed(pair, before[0][1], after[0])
    joined = Joined(
        None if pair.old is None else (pair.old_config, pair.old),
        None if pair.new is None else (pair.new_config, pair.new),
        renamed,
    )
    events = joined.changes()
    if pair.old is None or pair.new is None:
        there = pair.old or pair.new
        fate: Fate = "added" if pair.old is None else "removed"
        jobs = tuple(JobChange(job.name, fate) for job in there.jobs) if there is not None else ()
        return WorkflowChange(pair.name, fate, (), jobs, (), events)
    notes: dict[str, None] = {}
    changes = tuple(_own_changes(pair, joined, notes))
    jobs = tuple(_job_changes(pair, joined, renamed, before, after, notes))
    edges = tuple(_edge_changes(pair.old, pair.new, renamed))
    if not joined.is_complete and (notes or changes or jobs or edges):
        unknown[f"workflow `{pair.name}`: there may be other events for which jobs start or stop to run"] = None
    is_known = pair.old.is_complete and pair.new.is_complete
    if not is_known and not is_same(*(plain_node(each.workflow.node) for each in (pair.old, pair.new))):
        unknown[f"workflow `{pair.name}`: not all of its jobs are known"] = None
    unknown.update(notes)
    if not (changes or jobs or edges or events):
        return None
    return WorkflowChange(pair.name, "changed", changes, jobs, edges, events)


def _renamed(pair: _Pair, before: Contents, after: Contents) -> dict[str, str]:
    """Jobs that only changed their name, old to new: one went, one came, and nothing else is like them."""
    if pair.old is None or pair.new is None:
        return {}
    old_names = {job.name for job in pair.old.jobs}
    new_names = {job.name for job in pair.new.jobs}
    gone = [job for job in pair.old.jobs if job.name not in new_names]
    come = [job for job in pair.new.jobs if job.name not in old_names]
    renamed = {}
    for job in gone:
        like = [other for other in come if _is_alike(pair.name, job, other, before, after)]
        back = [other for other in gone if like and _is_alike(pair.name, other, like[0], before, after)]
        if len(like) == len(back) == 1:
            renamed[job.name] = like[0].name
    return renamed


def _is_alike(workflow: str, old: CompiledJob, new: CompiledJob, before: Contents, after: Contents) -> bool:
    first, second = before.get((workflow, old.name)), after.get((workflow, new.name))
    if first is None or second is None or not (first.steps or first.facts):
        return False
    return is_same(first, second) and filter_words(old.filters) == filter_words(new.filters)


def _job_changes(
    pair: _Pair,
    joined: Joined,
    renamed: Map[str, str],
    before: list[tuple[str, Contents]],
    after: list[Contents],
    unknown: dict[str, None],
) -> Iterator[JobChange]:
    if pair.old is None or pair.new is None:
        return
    old_jobs = {renamed.get(job.name, job.name): job for job in pair.old.jobs}
    for job in pair.new.jobs:
        old = old_jobs.pop(job.name, None)
        if old is None:
            yield JobChange(job.name, "added")
            continue
        changes = [*_content_changes(pair.name, old.name, job.name, before, after)]
        changes += _filter_changes(pair, joined, old, job, unknown)
        if old.name != job.name:
            yield JobChange(job.name, "renamed", tuple(changes), old.name)
        elif changes:
            yield JobChange(job.name, "changed", tuple(changes))
    for name in old_jobs:
        yield JobChange(name, "removed")


def _content_changes(
    workflow: str, old: str, new: str, before: list[tuple[str, Contents]], after: list[Contents]
) -> Iterator[Change]:
    """The changes at the defaults, and those that only other values bring about."""
    known: set[object] = set()
    named: set[tuple[str, str]] = set()
    for (words, first), second in zip(before, after, strict=True):
        pair = first.get((workflow, old)), second.get((workflow, new))
        if pair[0] is None or pair[1] is None or is_same(pair[0], pair[1]):
            continue
        for change in content_changes(pair[0], pair[1], words):
            content = comparable(change._replace(when=""))
            if content not in known and (change.what, change.kind) not in named:
                yield change
            known.add(content)
            named.add((change.what, change.kind))


def _filter_changes(
    pair: _Pair, joined: Joined, old: CompiledJob, new: CompiledJob, unknown: dict[str, None]
) -> Iterator[Change]:
    """The filters of a job if they let in other events; two ways to write the same are no change."""
    if filter_words(old.filters) == filter_words(new.filters):
        return
    differ = any(
        lets_in(old, event, values_of(pair.old_config, event))
        is not lets_in(new, event, values_of(pair.new_config, event))
        for event in joined.events
    )
    if differ:
        yield Change("filters", "changed", filter_words(old.filters), filter_words(new.filters))
    elif not joined.is_complete:
        unknown[f"workflow `{pair.name}`: whether the filters of `{new.name}` mean the same"] = None


def _own_changes(pair: _Pair, joined: Joined, unknown: dict[str, None]) -> Iterator[Change]:
    """What changed of the workflow itself: its conditions and schedule as far as they decide otherwise, other keys."""
    if pair.old is None or pair.new is None:
        return
    first, second = pair.old.workflow, pair.new.workflow
    for word, old, new in (("when", first.when, second.when), ("unless", first.unless, second.unless)):
        before, after = (None if each is None else plain_node(each) for each in (old, new))
        if is_same(before, after):
            continue
        if _existence_differs(pair, joined):
            kind: Literal["added", "removed", "changed"] = (
                "added" if old is None else "removed" if new is None else "changed"
            )
            yield Change(word, kind, before, after)
        elif not joined.is_complete:
            unknown[f"workflow `{pair.name}`: whether its `{word}` means the same"] = None
    before, after = ({"schedule": schedule_words(each.triggers)} for each in (first, second))
    nodes = (node for node in (first.node, second.node))
    for facts, node in zip((before, after), nodes, strict=True):
        for key, value in node.items() if isinstance(node, Mapping) else ():
            if key.value not in _OF_THE_WORKFLOW:
                facts[key.value] = plain_node(value)
    yield from fact_changes(
        {name: value for name, value in before.items() if value is not None},
        {name: value for name, value in after.items() if value is not None},
    )


def _existence_differs(pair: _Pair, joined: Joined) -> bool:
    if pair.old is None or pair.new is None:
        return True
    old, new = pair.old.workflow, pair.new.workflow
    return any(
        exists(old, event, values_of(pair.old_config, event), has_conditions=pair.old_config.is_2_1)
        is not exists(new, event, values_of(pair.new_config, event), has_conditions=pair.new_config.is_2_1)
        for event in joined.events
    )


def _edge_changes(old: CompiledWorkflow, new: CompiledWorkflow, renamed: Map[str, str]) -> Iterator[EdgeChange]:
    """Edges between jobs of both versions, or of the new; those of a job that went went with it."""
    before = _edges(old, lambda name: renamed.get(name, name))
    after = _edges(new, lambda name: name)
    known = {job.name for job in new.jobs}
    for key in dict.fromkeys((*after, *before)):
        first, second = before.get(key, ()), after.get(key, ())
        if first != second and key[1] in known:
            yield EdgeChange(key[0], key[1], first, second)


def _edges(workflow: CompiledWorkflow, name_of: Callable[[str], str]) -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], set[str]] = {}
    for edge in job_graph(workflow).edges:
        found.setdefault((name_of(edge.source), name_of(edge.target)), set()).update(edge.statuses)
    return {key: tuple(sorted(statuses)) for key, statuses in found.items()}
