"""Which names a job of a compiled workflow may require, and what people call its jobs."""

from __future__ import annotations

from wflint import NamedTuple, closest_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint import CompiledJob, CompiledWorkflow, Config, Invocation, Place


def entry_name(job: CompiledJob) -> str:
    """What the entry that a job comes from is called in its workflow or job group, all instances alike."""
    if job.alias is not None:
        return job.alias
    if job.group is None or job.is_synthetic:
        return job.group or job.written
    return (job.invocation.name or job.invocation.job).value


class InWorkflow(NamedTuple):
    """Where a workflow invokes a job of some name."""

    place: Place
    workflow: str


class Scopes:
    """The names of one workflow and of what is around it, each looked through once for however many questions.

    `by_name` are the jobs by the name of their entry, without those that CircleCI adds; `by_job` those outside of job
    groups by what they invoke; `empty_matrices` are the places of those without any job, by their name;
    `in_other_workflows` is the first invocation of each name in another workflow. All are in the order of the text.
    """

    def __init__(self, workflow: CompiledWorkflow, config: Config) -> None:
        self.workflow = workflow
        self.config = config
        self.by_name: dict[str, list[CompiledJob]] = {}
        self.by_job: dict[str, list[CompiledJob]] = {}
        for job in workflow.jobs:
            if not job.is_synthetic:
                self.by_name.setdefault(entry_name(job), []).append(job)
            if job.group is None:
                self.by_job.setdefault(job.job, []).append(job)
        self.empty_matrices = _empty_matrices(workflow)
        self.in_other_workflows = _in_other_workflows(workflow, config)
        self._beside: dict[str | None, _Beside] = {}

    def closest(self, name: str, job: CompiledJob) -> tuple[str, ...]:
        """The nearest of the names that a job's `requires` may hold; at most three, none that only the job has.

        They are those of the same workflow outside of its job groups and of the groups themselves, or, for a member of
        a group, of the other members.
        """
        if job.group not in self._beside:
            self._beside[job.group] = _beside(job.group, self.workflow.jobs)
        beside = self._beside[job.group]
        return tuple([near for near in closest_names(name, beside.names) if beside.holders[near] is not job.invocation])


class _Beside(NamedTuple):
    """The names of jobs that may wait for each other, and the only entry that has one; None if several have."""

    names: frozenset[str]
    holders: dict[str, Invocation | None]


def _beside(group: str | None, jobs: Sequence[CompiledJob]) -> _Beside:
    holders: dict[str, Invocation | None] = {}
    for job in jobs:
        if job.group != group:
            if group is None and job.group is not None:
                holders[job.group] = None
        elif not job.is_synthetic:
            written = job.written.removeprefix(f"{group}-") if group else job.written
            for name in {entry_name(job), written} if job.matrix else {entry_name(job)}:
                holder = holders.setdefault(name, job.invocation)
                holders[name] = holder if holder is job.invocation else None
    return _Beside(frozenset(holders), holders)


def _empty_matrices(workflow: CompiledWorkflow) -> dict[str, Place]:
    expanded = {id(job.invocation) for job in workflow.jobs}
    found: dict[str, Place] = {}
    for invocation in workflow.workflow.invocations:
        if invocation.matrix is not None and id(invocation) not in expanded:
            found.setdefault((invocation.matrix.alias or invocation.job).value, invocation.matrix.node.place)
    return found


def _in_other_workflows(workflow: CompiledWorkflow, config: Config) -> dict[str, InWorkflow]:
    found: dict[str, InWorkflow] = {}
    for sibling in config.workflows.values():
        if sibling.name.value != workflow.name:
            for invocation in sibling.invocations:
                name = invocation.name or invocation.job
                found.setdefault(name.value, InWorkflow(name.place, sibling.name.value))
    return found
