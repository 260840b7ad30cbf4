"""The plan of operations: what a local run executes and a dry run prints; the same objects for both.

Plain values: pure to make, serialisable, in the order of execution. Nothing here has been resolved against the
machine; what only a run can know (checksums, cache hits, whether bash exists) is kept as written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

When: TypeAlias = Literal["on_success", "always", "on_fail"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigPlace:
    """Where a thing is written: a path as shown and a 1-based line and column in code points."""

    path: str
    line: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One environment variable of a job or step.

    `origin` says who sets it: `sandbox`, `image`, `project`, `context NAME`, `built-in`, `executor`, `job`, `step`.
    `secret`: its value is masked wherever it is shown. `at_run_time`: only a run knows the value, here it is empty.
    """

    name: str
    value: str
    origin: str
    secret: bool = False
    at_run_time: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One step of a node. `name` is what CircleCI shows; `when` decides whether it runs after a failure."""

    name: str
    place: ConfigPlace
    when: When = "on_success"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkout(Operation):
    """Put the repository's snapshot into `path`, absolute inside the job (`~` stands for its home)."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Run(Operation):
    """Run a script by a shell.

    `shell` is the command line the script's file is appended to; None is CircleCI's default, chosen inside the sandbox.
    `directory` is absolute inside the job (`~` stands for its home). `environment` holds the step's own variables.
    `no_output_timeout` and `rerun_delay` are seconds; `reruns` is how often a failure may be tried again.
    """

    command: str
    directory: str
    shell: str | None = None
    environment: tuple[Variable, ...] = ()
    background: bool = False
    no_output_timeout: float = 600.0
    reruns: int = 0
    rerun_delay: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PersistToWorkspace(Operation):
    """Keep what `paths` (Go globs, relative to `root`) match under `root`, an absolute directory inside the job."""

    root: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachWorkspace(Operation):
    """Unpack every layer persisted upstream into `directory`, absolute inside the job."""

    directory: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveCache(Operation):
    """Store `paths` (absolute inside the job) under the key that the template gives at run time."""

    key: str
    paths: tuple[str, ...]
    directory: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreCache(Operation):
    """Restore the newest cache whose key starts with the first of the templates that matches any."""

    keys: tuple[str, ...]
    directory: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreArtifacts(Operation):
    """Copy `path` (absolute inside the job) out of it, below `destination` where one is given."""

    path: str
    destination: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreTestResults(Operation):
    """Collect the JUnit files below `path` (absolute inside the job)."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsupported(Operation):
    """A step that does nothing here: `kind` is its name in the config, `reason` why, in words for people."""

    kind: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A secondary container: its image, host name, and how it is started."""

    image: str
    name: str | None
    entrypoint: tuple[str, ...] | None
    command: tuple[str, ...] | None
    user: str | None
    environment: tuple[Variable, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NodePlan:
    """One of a job's parallel nodes, `index` from 0 of `total`.

    `environment` is in the order of precedence, lowest first; a later variable of the same name wins.
    `working_directory` is absolute inside the job (`~` stands for its home). `operations` are numbered from 0, also
    where nodes differ.
    """

    index: int
    total: int
    environment: tuple[Variable, ...]
    working_directory: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A job that must end in one of `statuses` first."""

    job: str
    statuses: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class JobPlan:
    """One job of the workflow. `nodes` is empty for jobs that run no steps (approval, no-op, …).

    `image` and `user` are those of the primary container, or None; `executor` is `docker`, `machine`, `macos` or
    None. `services` are the secondary containers. `serial_group` is the key it is serialised by, or None.
    """

    name: str
    type: str
    place: ConfigPlace
    needs: tuple[Need, ...]
    executor: str | None = None
    image: str | None = None
    resource_class: str | None = None
    services: tuple[Service, ...] = ()
    nodes: tuple[NodePlan, ...] = ()
    serial_group: str | None = None
    contexts: tuple[str, ...] = ()
    user: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowPlan:
    """Everything a run does: the jobs that run for the event, in the order of the config, and the workflow's reruns."""

    name: str
    jobs: tuple[JobPlan, ...]
    max_auto_reruns: int = 0
