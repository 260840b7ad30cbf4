"""The compiled configuration: values that know who wrote them, steps, jobs and workflows.

Every compiled value keeps the node that wrote it (`node`: source and span) and the chain of calls it was expanded
through (`frame`), one shared object a call. What depends on something unknown offline (an orb that is not at hand,
a free pipeline value) holds `Unknown` or says that it is not complete; nobody argues from absence over it.
"""

from __future__ import annotations

from functools import cached_property

from wflint.records import NamedTuple
from wflint.syntax.nodes import Mapping, Scalar, Sequence, resolve
from wflint.syntax.scalars import scalar_data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    from wflint.compiler.scope import Scope
    from wflint.diagnostic import Frame, Problem
    from wflint.model.config import Config
    from wflint.model.workflow import Filters, Invocation, Workflow
    from wflint.source import Place
    from wflint.syntax.nodes import Node, Value
    from wflint.syntax.scalars import Data


class Unknown(NamedTuple):
    """A value that cannot be known before the pipeline runs, or not without something that is not at hand.

    `type` is a parameter type or `any`; `causes` name what is missing (`orb circleci/node@5`,
    `pipeline.git.branch`, `pipeline.parameters.x`); `domain` lists the possible values where they are finite.
    `at_defaults` holds the value when every pipeline parameter has its default; it is empty if that is unknown too.
    """

    type: str
    causes: tuple[str, ...]
    domain: tuple[Data, ...] | None = None
    at_defaults: tuple[()] | tuple[Data] = ()


class Piece(NamedTuple):
    """A stretch of a compiled text: `length` code points from `offset` that `node` wrote.

    `start` is the offset in the node's value at which the stretch stands, or None if it is not there letter by letter
    (a number, the result of an expression). `places.place_in` leads from there to the source.
    """

    offset: int
    length: int
    node: Scalar
    start: int | None
    frame: Frame | None


class CompiledScalar(NamedTuple):
    """A single value after substitution; `pieces` is empty if the node's own value is unchanged."""

    data: Data | Unknown
    node: Scalar
    frame: Frame | None
    pieces: tuple[Piece, ...] = ()

    @property
    def place(self) -> Place:
        """Where it was written."""
        return self.node.place

    @property
    def text(self) -> str | None:
        """The value if it is a text, else None."""
        return self.data if isinstance(self.data, str) else None


class CompiledSequence:
    """A list after substitution. `is_complete` is False if unknown items may be missing or surplus.

    `scope` tells where the names in it are looked up if that is not where it stands: a list of steps that was handed
    over as an argument. A list without templates is made from its node when its items are first asked for.
    """

    __slots__ = ("_items", "frame", "is_complete", "node", "scope")

    def __init__(
        self,
        items: tuple[CompiledValue, ...] | None,
        node: Node,
        frame: Frame | None,
        is_complete: bool = True,
        scope: Scope | None = None,
    ) -> None:
        self._items = items
        self.node = node
        self.frame = frame
        self.is_complete = is_complete
        self.scope = scope

    def __repr__(self) -> str:
        return f"CompiledSequence({list(self.items)!r})"

    @property
    def is_as_written(self) -> bool:
        """Whether it is its node and nothing was substituted, as far as anybody has looked."""
        return self._items is None

    @property
    def items(self) -> tuple[CompiledValue, ...]:
        """The items in order."""
        if self._items is None:
            node = resolve(self.node)
            nodes = node.items if isinstance(node, Sequence) else ()
            self._items = tuple([as_written(resolve(item), self.frame) for item in nodes])
        return self._items

    @property
    def place(self) -> Place:
        """Where it was written."""
        return self.node.place


class DeferredSequence(CompiledSequence):
    """A list that nobody wrote so: `make` gives its items when they are first asked for."""

    __slots__ = ()

    def __init__(self, node: Node, frame: Frame | None, is_complete: bool = True) -> None:
        super().__init__(None, node, frame, is_complete)

    def make(self) -> tuple[CompiledValue, ...]:
        """The items in order; a plain one has none."""
        return ()

    @property
    def is_as_written(self) -> bool:
        """Never."""
        return False

    @property
    def items(self) -> tuple[CompiledValue, ...]:
        """The items in order."""
        if self._items is None:
            self._items = self.make()
        return self._items


class CompiledMapping:
    """A map after substitution: keys in the order CircleCI prints them, keys of other types as texts.

    A map without templates is made from its node when its entries are first asked for.
    """

    __slots__ = ("_entries", "frame", "is_complete", "node")

    def __init__(
        self,
        entries: tuple[tuple[Scalar, CompiledValue], ...] | None,
        node: Node,
        frame: Frame | None,
        is_complete: bool = True,
    ) -> None:
        self._entries = entries
        self.node = node
        self.frame = frame
        self.is_complete = is_complete

    def __repr__(self) -> str:
        return f"CompiledMapping({ {key.value: value for key, value in self.entries}!r})"

    @property
    def is_as_written(self) -> bool:
        """Whether it is its node and nothing was substituted, as far as anybody has looked."""
        return self._entries is None

    @property
    def entries(self) -> tuple[tuple[Scalar, CompiledValue], ...]:
        """The keys and values in order."""
        if self._entries is None:
            node = resolve(self.node)
            pairs = node.items() if isinstance(node, Mapping) else ()
            self._entries = tuple([(key, as_written(value, self.frame)) for key, value in pairs])
        return self._entries

    @property
    def place(self) -> Place:
        """Where it was written."""
        return self.node.place

    def get(self, name: str) -> CompiledValue | None:
        """The value of a key, or None."""
        for key, value in self.entries:
            if key.value == name:
                return value
        return None

    def entry(self, name: str) -> tuple[Scalar, CompiledValue] | None:
        """The key's node and its value, or None."""
        for entry in self.entries:
            if entry[0].value == name:
                return entry
        return None

    def scalar(self, name: str) -> CompiledScalar | None:
        """The value of a key if it is a scalar, else None."""
        value = self.get(name)
        return value if isinstance(value, CompiledScalar) else None

    def text(self, name: str) -> str | None:
        """The value of a key if it is a known text, else None."""
        value = self.get(name)
        return value.data if isinstance(value, CompiledScalar) and isinstance(value.data, str) else None


CompiledValue: TypeAlias = CompiledScalar | CompiledSequence | CompiledMapping


def as_written(node: Value, frame: Frame | None) -> CompiledValue:
    """A value that holds no templates, compiled: nothing but its scalars' types is worked out."""
    if isinstance(node, Scalar):
        return CompiledScalar(scalar_data(node), node, frame)
    if isinstance(node, Mapping):
        return CompiledMapping(None, node, frame)
    return CompiledSequence(None, node, frame)


class Guard(NamedTuple):
    """A condition on a workflow or a step whose truth with the given values is `value` (None: unknown).

    `at_defaults` is its truth when every pipeline parameter has its default (other values unknown).
    `node` is the condition as written; `negated` says that it stood under `unless`.
    `reads` are the names of the pipeline values and parameters it depends on.
    """

    node: Value
    negated: bool
    value: bool | None
    at_defaults: bool | None
    reads: frozenset[str]
    frame: Frame | None = None


class CompiledStep(NamedTuple):
    """A step of a compiled job.

    `name` is a built-in step's name, or that of something opaque (`is_opaque`: an unknown orb's command, a `steps`
    parameter of unknown value): then nothing is known of what it does. `body` is None for a bare word.
    `run: text` has the body `{command: text}`. `guards` are conditions that could not be decided, outermost first;
    empty means that the step certainly is there.
    """

    name: str
    body: CompiledValue | None
    node: Node
    key: Scalar
    frame: Frame | None
    guards: tuple[Guard, ...] = ()
    is_opaque: bool = False

    @property
    def place(self) -> Place:
        """Where the step's name was written."""
        return self.key.place


class CompiledBody(NamedTuple):
    """What a build job runs.

    `data` is the whole job as CircleCI prints it (`steps` included); `executor` is `docker`, `machine`, `macos` or None
    if unknown. `is_complete` is False when a step or the executor is opaque.
    """

    data: CompiledMapping
    executor: str | None
    steps: tuple[CompiledStep, ...]
    is_complete: bool


class CompiledRequirement(NamedTuple):
    """One entry of a job's `requires` after names are resolved.

    `name` is the name as required, templates rendered. `jobs` are the final names of the jobs it stands for (several
    for a matrix alias), in the order of the workflow; empty if nothing, or more than one thing, has that name.
    `candidates` counts the other entries of the workflow that answer to it, a matrix as one; what it requires of
    itself is an edge to itself and counts as one.
    `is_known` is False where unknown names or instances might answer to it: nothing may be concluded then.
    `by_job_name`: only the name of the invoked job fits, which the entry replaced by a `name` of its own.
    `statuses` are final ones, `terminal` expanded. `place` is the name in the text; None for an edge that CircleCI
    adds itself (job groups, serial groups).
    """

    name: str
    jobs: tuple[str, ...]
    statuses: frozenset[str]
    place: Place | None
    candidates: int = 1
    is_known: bool = True
    by_job_name: bool = False


class CompiledJob(NamedTuple):
    """One node of a workflow's graph.

    `name` is final: after matrix names, `name:` and numbering; unique in its workflow except for exact repeats
    (which CircleCI keeps as equal entries; here the first alone is kept). `written` is the name before numbering.
    `job` is what was invoked (`orb/job`, a group's member `job`); empty for nodes CircleCI adds.
    `type` is one of the job types; `group` the group invocation's name it belongs to, or None.
    `matrix` holds the instance's values by parameter, in the order of declaration; empty if there is no matrix;
    `alias` is the name that stands for all instances (the matrix alias, else the invoked job's name), None without one.
    `body` is None for jobs that run no steps and for opaque ones. `is_opaque`: its definition is not at hand.
    `entries` are the invocation's `filters` and `context` after substitution. `definition` is the definition of a job
    that runs no steps (`no-op`, `release`, `lock`…) after substitution.
    """

    name: str
    written: str
    job: str
    type: str
    invocation: Invocation
    requires: tuple[CompiledRequirement, ...]
    filters: Filters | None
    contexts: tuple[CompiledScalar, ...]
    frame: Frame | None
    body: CompiledBody | None = None
    matrix: tuple[tuple[str, Data | Unknown], ...] = ()
    alias: str | None = None
    group: str | None = None
    serial_group: CompiledScalar | None = None
    is_opaque: bool = False
    is_synthetic: bool = False
    entries: tuple[tuple[Scalar, CompiledValue], ...] = ()
    definition: CompiledMapping | None = None

    @property
    def place(self) -> Place:
        """Where it is invoked: its explicit name, else the job's name."""
        name = self.invocation.name
        return (name if name is not None else self.invocation.job).place


class WorkflowParts(NamedTuple):
    """What a compiled workflow is made of; see `CompiledWorkflow`."""

    name: str
    workflow: Workflow
    jobs: tuple[CompiledJob, ...]
    guards: tuple[Guard, ...]
    is_complete: bool
    order: tuple[str, ...] = ()
    doubt: str | None = None


class CompiledWorkflow(WorkflowParts):
    """A workflow after matrix and group expansion; `jobs` in the order of the text, instances in matrix order.

    `guards` are its `when`/`unless` conditions (none: it always exists). `is_complete` is False when the set of jobs
    or their names depends on something unknown. `order` holds the final names as CircleCI prints the entries: exact
    repeats of an entry are in it too. `doubt` says when it exists ("if pipeline parameter `deploy` is true"); None if
    it does in every pipeline with default parameters.
    """

    def steps(self, name: str) -> Iterable[tuple[CompiledStep, list[CompiledJob]]]:
        """The steps of a name, in the order in which jobs come to them, each with all jobs that have this very step.

        Instances of a matrix have a step in common if none of its values goes into it.
        """
        return self._steps[name].values() if name in self._steps else ()

    @cached_property
    def _steps(self) -> dict[str, dict[int, tuple[CompiledStep, list[CompiledJob]]]]:
        """Steps with their jobs by name and identity."""
        found: dict[str, dict[int, tuple[CompiledStep, list[CompiledJob]]]] = {}
        for job in self.jobs:
            for step in job.body.steps if job.body is not None else ():
                named = found.setdefault(step.name, {})
                if id(step) in named:
                    named[id(step)][1].append(job)
                else:
                    named[id(step)] = step, [job]
        return found

    def job(self, name: str) -> CompiledJob | None:
        """The job of a final name, or None."""
        return next((job for job in self.jobs if job.name == name), None)


class CompiledConfig(NamedTuple):
    """The whole compiled config: workflows that exist or may exist, in the order of the text.

    `problems` are faults CircleCI's compiler would report, in the order they were found; `kind` is the rule's name.
    `missing_orbs` are the references of orbs that are not at hand; `resolved_orbs` pairs the reference of each registry
    orb that is with what it was resolved to.
    """

    config: Config
    workflows: tuple[CompiledWorkflow, ...]
    problems: tuple[Problem, ...]
    missing_orbs: tuple[Scalar, ...] = ()
    resolved_orbs: tuple[tuple[str, str], ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether nothing was opaque."""
        return not self.missing_orbs and all(workflow.is_complete for workflow in self.workflows)
