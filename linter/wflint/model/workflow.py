"""Workflows and job groups as written: which jobs, after which, for which branches and tags."""

from __future__ import annotations

from wflint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.syntax.nodes import Entry, Mapping, Node, Scalar, Sequence, Value


class Requirement(NamedTuple):
    """One entry of `requires`: a job's name and the statuses that satisfy it (none written: `success`).

    `node` is the entry as written.
    """

    name: Scalar
    statuses: tuple[Scalar, ...]
    node: Node


class Patterns(NamedTuple):
    """`branches:` or `tags:` of filters. `None` is an absent key, an empty tuple an empty list."""

    node: Value
    only: tuple[Scalar, ...] | None
    ignore: tuple[Scalar, ...] | None


class Filters(NamedTuple):
    """`filters:` of an invocation: either an expression or maps of patterns."""

    node: Value
    expression: Scalar | None
    branches: Patterns | None
    tags: Patterns | None


class Matrix(NamedTuple):
    """`matrix:` of an invocation. `parameters` maps each name to its list (or whatever was written there)."""

    node: Value
    parameters: dict[str, tuple[Scalar, Value]]
    exclude: Sequence | None
    alias: Scalar | None


class Invocation(NamedTuple):
    """An entry of a workflow's or group's `jobs`.

    `job` is the name of what is invoked, `node` the list item as written, `body` the map behind the name.
    `requires` is empty also where the key is absent. `arguments` are the entries that are no invocation keys.
    """

    job: Scalar
    node: Node
    body: Mapping | None
    name: Scalar | None
    requires: tuple[Requirement, ...]
    filters: Filters | None
    type: Scalar | None
    matrix: Matrix | None
    contexts: tuple[Scalar, ...]
    serial_group: Scalar | None
    arguments: tuple[Entry, ...]

    @property
    def is_approval(self) -> bool:
        """Whether it is written as `type: approval` here (the job's definition may be one too)."""
        return self.type is not None and self.type.value == "approval"


class Trigger(NamedTuple):
    """A legacy schedule of a workflow; its filter decides which branches' own config gets the schedule."""

    node: Mapping
    cron: Scalar | None
    branches: Patterns | None


class Workflow(NamedTuple):
    """A workflow. `triggers` is None where the key is absent: then every event can start it."""

    name: Scalar
    node: Value
    invocations: tuple[Invocation, ...]
    when: Value | None
    unless: Value | None
    triggers: tuple[Trigger, ...] | None


class JobGroup(NamedTuple):
    """A definition under `job-groups:`."""

    name: Scalar
    node: Value
    invocations: tuple[Invocation, ...]
