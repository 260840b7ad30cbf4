"""Workspaces of a workflow: what each job persists and attaches, and whose layers it sees.

A job sees the layers of all jobs before it, through approvals and whatever else lies between, and of no others.
Source: https://circleci.com/docs/guides/orchestrate/workspaces/
"""

from __future__ import annotations

from wflint.compiler.compiled import CompiledMapping, CompiledScalar, CompiledSequence
from wflint.graphs import inverse, reachability
from wflint.pipeline.directories import normal_relative, resolve_path, working_directory
from wflint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from wflint.compiler.compiled import CompiledConfig, CompiledJob, CompiledStep, CompiledWorkflow
    from wflint.model.workflow import Filters

    _Known = dict[tuple[int, str | None], "Persist | Attach"]


class PersistedPath(NamedTuple):
    """An entry of `paths`: `pattern` is relative to the root without `.` parts, empty for the root itself."""

    value: CompiledScalar
    pattern: str


class Persist(NamedTuple):
    """A `persist_to_workspace` step.

    `directory` is the resolved root, None if it cannot be known. `entries` are the single values of `paths`, `paths`
    those that lie inside the root; `is_complete` is False if there are others, or unknown ones.
    `is_sure`: it is executed whenever the job goes well.
    """

    step: CompiledStep
    root: CompiledScalar | None
    directory: str | None
    entries: tuple[CompiledScalar, ...]
    paths: tuple[PersistedPath, ...]
    is_complete: bool
    is_sure: bool


class Attach(NamedTuple):
    """An `attach_workspace` step; `directory` is the resolved `at`, None if it cannot be known."""

    step: CompiledStep
    at: CompiledScalar | None
    directory: str | None
    is_sure: bool


class JobWorkspace(NamedTuple):
    """What a job does with the workspace, steps in order.

    `directory` is the job's resolved working directory, or None. `is_opaque`: it may do more than is listed.
    """

    job: CompiledJob
    directory: str | None
    persists: tuple[Persist, ...]
    attaches: tuple[Attach, ...]
    is_opaque: bool


class WorkflowWorkspaces(NamedTuple):
    """The workspace of a workflow: its jobs in order, and for each the set of those before it.

    Sets of jobs are bits: bit i stands for `jobs[i]`. `open_ended` are the jobs that may have more jobs before them
    than is known. `is_complete` is False if the workflow may have other jobs.
    """

    workflow: CompiledWorkflow
    jobs: tuple[JobWorkspace, ...]
    before: tuple[int, ...]
    open_ended: int
    is_complete: bool

    @property
    def is_off_by_default(self) -> bool:
        """Whether a condition keeps the workflow from running while all pipeline parameters have their defaults."""
        return any(guard.at_defaults is False for guard in self.workflow.guards)

    def members(self, bits: int) -> Iterator[JobWorkspace]:
        """The jobs of a set, in order."""
        while bits:
            lowest = bits & -bits
            yield self.jobs[lowest.bit_length() - 1]
            bits ^= lowest

    @property
    def persisting(self) -> int:
        """The jobs that persist something, or may."""
        return _bits(bool(job.persists) or job.is_opaque for job in self.jobs)

    def is_before_known(self, position: int) -> bool:
        """Whether it is known which jobs come before a job."""
        return self.is_complete and not (self.before[position] | 1 << position) & self.open_ended


class Workspaces(NamedTuple):
    """The workspaces of a whole config: one for each workflow, in the order of the text."""

    workflows: tuple[WorkflowWorkspaces, ...]


def all_workspaces(compiled: CompiledConfig) -> Workspaces:
    """Collect the workspaces of all workflows that exist or may exist."""
    return Workspaces(tuple(map(workspaces_of, compiled.workflows)))


def workspaces_of(workflow: CompiledWorkflow) -> WorkflowWorkspaces:
    """Collect what the jobs of a workflow do with its workspace; filters of branches and tags are left aside."""
    known: _Known = {}
    return WorkflowWorkspaces(
        workflow,
        tuple([_job_workspace(job, known) for job in workflow.jobs]),
        reachability(_requirements(workflow.jobs)).bits,
        _bits(any(not (entry.jobs and entry.is_known) for entry in job.requires) for job in workflow.jobs),
        workflow.is_complete,
    )


def jobs_after(workspaces: WorkflowWorkspaces) -> tuple[int, ...]:
    """For each job of a workflow the set of those that come after it."""
    return reachability(inverse(_requirements(each.job for each in workspaces.jobs))).bits


def _requirements(jobs: Iterable[CompiledJob]) -> dict[str, list[str]]:
    """The names that each job requires, by its own; of jobs of one name the first is meant.

    The number of a repeated job, or a node that CircleCI adds, can make a name that somebody has given to another job.
    """
    graph: dict[str, list[str]] = {}
    for position, job in enumerate(jobs):
        name = job.name if job.name not in graph else f"{job.name}\0{position}"
        graph[name] = [required for entry in job.requires for required in entry.jobs]
    return graph


def job_workspace(job: CompiledJob) -> JobWorkspace:
    """Collect what one job does with the workspace; jobs that run no steps do nothing."""
    return _job_workspace(job, {})


def _job_workspace(job: CompiledJob, known: _Known) -> JobWorkspace:
    """The same; `known` is what steps of other jobs do, which instances of a matrix may have in common."""
    body = job.body
    if body is None:
        return JobWorkspace(job, None, (), (), job.is_opaque or job.type == "build")
    directory = job_directory(body.data)
    persists: list[Persist] = []
    attaches: list[Attach] = []
    for step in body.steps:
        if step.name in _STEPS and not step.is_opaque:
            key = id(step), directory
            found = known.get(key)
            if found is None:
                found = known[key] = _STEPS[step.name](step, directory)
            if isinstance(found, Persist):
                persists.append(found)
            else:
                attaches.append(found)
    return JobWorkspace(job, directory, tuple(persists), tuple(attaches), job.is_opaque or not body.is_complete)


def filters_text(filters: Filters | None) -> str | None:
    """The text of a job's filters, by which to tell whether two jobs run for the same events; None without any."""
    if filters is None:
        return None
    start, end = filters.node.span
    return " ".join(filters.node.source.text[start:end].split())


def job_directory(data: CompiledMapping) -> str | None:
    """The resolved working directory of a job's body, or None if it cannot be known."""
    value = data.get("working_directory")
    if value is None:
        return working_directory(None)
    text = value.text if isinstance(value, CompiledScalar) else None
    return None if text is None else working_directory(text)


def listed_values(body: CompiledMapping, name: str) -> tuple[tuple[CompiledScalar, ...], bool]:
    """The single values under a key that holds one or a list of them, and whether that is all there can be."""
    value = body.get(name)
    if isinstance(value, CompiledScalar):
        return (value,), value.text is not None
    if not isinstance(value, CompiledSequence):
        return (), value is None
    found = tuple(item for item in value.items if isinstance(item, CompiledScalar))
    is_known = value.is_complete and len(found) == len(value.items) and all(item.text is not None for item in found)
    return found, is_known


def _persist(step: CompiledStep, directory: str | None) -> Persist:
    if not isinstance(step.body, CompiledMapping):
        return Persist(step, None, None, (), (), is_complete=False, is_sure=not step.guards)
    root = step.body.scalar("root")
    entries, is_known = listed_values(step.body, "paths")
    paths = []
    for entry in entries:
        pattern = None if entry.text is None or "$" in entry.text else normal_relative(entry.text)
        if pattern is not None:
            paths.append(PersistedPath(entry, pattern))
    return Persist(
        step,
        root,
        None if root is None or root.text is None else resolve_path(directory, root.text),
        entries,
        tuple(paths),
        is_known and step.body.is_complete and len(paths) == len(entries),
        not step.guards and step.body.text("when") in {None, "on_success", "always"},
    )


def _attach(step: CompiledStep, directory: str | None) -> Attach:
    at = step.body.scalar("at") if isinstance(step.body, CompiledMapping) else None
    return Attach(
        step, at, None if at is None or at.text is None else resolve_path(directory, at.text), is_sure=not step.guards
    )


def _bits(flags: Iterator[bool]) -> int:
    return sum(1 << position for position, flag in enumerate(flags) if flag)


_STEPS: dict[str, Callable[[CompiledStep, str | None], Persist | Attach]] = {
    "persist_to_workspace": _persist,
    "attach_workspace": _attach,
}
