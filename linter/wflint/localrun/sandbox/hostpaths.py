"""Absolute paths that jobs name, where there is no root directory of their own: refused, mapped or allowed.

What a script computes cannot be seen, so this is a guard against accidents, not against a script that means harm.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, TypeVar

from wflint.errors import UsageError
from wflint.localrun.ancestry import ancestors
from wflint.localrun.operations import Operation, Run

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from typing import Any

    from wflint.localrun.operations import ConfigPlace, NodePlan, Variable, WorkflowPlan

_PATH = re.compile(r"(?<![\w.~$}\]*?/\\-])/[\w.@+-]+(?:/[\w.@+-]+)*")
"""An absolute path in a script: a slash and a name, not behind something that makes it part of another word."""

_HARMLESS = re.compile(r"/dev/(?:null|std(?:in|out|err)|tty|zero|full|u?random|fd/\d+|tcp/.*|udp/.*)|/proc/.*")
_PROGRAMS = ("/bin/", "/usr/bin/", "/sbin/", "/usr/sbin/")
_TEXTS = ("command", "directory", "path", "paths", "root")
"""Fields of operations that hold paths or scripts."""

_OWN = ("executor", "job", "step")
"""Origins of variables that the config sets."""

_MOST_SHOWN = 8
_Op = TypeVar("_Op", bound=Operation)


@dataclass(frozen=True, slots=True)
class HostPath:
    """An absolute path that a job names: where, and whether a step that runs no script writes to it."""

    path: str
    job: str
    place: ConfigPlace
    is_written: bool


def absolute_paths(plan: WorkflowPlan) -> tuple[HostPath, ...]:
    """The absolute paths that a plan's jobs name, each once a job, in the order of the plan.

    Programs that exist and devices are left out.
    """
    found: dict[tuple[str, str], HostPath] = {}
    for job in plan.jobs:
        for node in job.nodes:
            for path, place, is_written in _named(node, job.place):
                known = found.get((job.name, path))
                if known is None or (is_written and not known.is_written):
                    found[job.name, path] = HostPath(path, job.name, place, is_written)
    return tuple(found.values())


def check_host_paths(plan: WorkflowPlan, *, mapped: Collection[str], allowed: bool) -> None:
    """Refuse to run a plan on the machine itself if its jobs name absolute paths.

    `mapped` are paths that will be elsewhere; `allowed`: the others may be used, but not written to by steps other
    than scripts if they exist. Raises `UsageError` with the paths and what can be done.
    """
    left = [each for each in absolute_paths(plan) if not _is_mapped(each.path, mapped)]
    if not allowed and left:
        names = _listed(left)
        raise UsageError(
            f"without a sandbox, jobs would use paths of this machine: {names}; "
            "`--map PATH` puts one into the job's own directory, `--allow-host-paths` really uses them"
        )
    existing = [each for each in left if each.is_written and os.path.lexists(each.path)]
    if existing:
        raise UsageError(f"jobs would overwrite what exists here: {_listed(existing)}; move it or use `--map`")


def shared_paths(plan: WorkflowPlan, *, jobs: Collection[str], mapped: Collection[str]) -> dict[str, frozenset[str]]:
    """Paths of this machine that several of `jobs`, or several nodes of one, use and that no requirement keeps apart.

    By path, those that name it or what it lies in; a job alone shares it among its nodes. `mapped` are elsewhere.
    """
    upstream = ancestors(plan)
    parallel = {job.name for job in plan.jobs if len(job.nodes) > 1}
    named: dict[str, set[str]] = {}
    for each in absolute_paths(plan):
        if each.job in jobs and not _is_mapped(each.path, mapped):
            named.setdefault(os.path.normpath(each.path), set()).add(each.job)

    def may_meet(job: str, other: str) -> bool:
        if job == other:
            return job in parallel
        return other not in upstream[job] and job not in upstream[other]

    found: dict[str, frozenset[str]] = {}
    for path, users in named.items():
        around = {job for outer in _with_parents(path) for job in named.get(outer, ())}
        meeting = {name for job in users for other in around if may_meet(job, other) for name in (job, other)}
        if meeting:
            found[path] = frozenset(meeting)
    return found


def mapping_of(paths: Iterable[str], directory: str) -> tuple[tuple[str, str], ...]:
    """Where the paths of `--map` are for a node whose directory is given; longer ones first."""
    normal = sorted({os.path.normpath(path) for path in paths}, key=lambda path: (-len(path), path))
    return tuple((path, os.path.join(directory, "mapped", path.lstrip("/"))) for path in normal)


def map_node(node: NodePlan, mapping: Collection[tuple[str, str]]) -> NodePlan:
    """A node's plan with mapped paths, also where scripts and variables name them."""
    if not mapping:
        return node
    targets = dict(mapping)
    names = "|".join(re.escape(path) for path in targets)
    pattern = re.compile(rf"(?<![\w.~$}}\]*?/\\-])(?:{names})(?![\w.@+-])")

    def mapped(text: str) -> str:
        return pattern.sub(lambda found: targets[found[0]], text)

    return replace(
        node,
        environment=tuple(_mapped_variable(each, mapped) for each in node.environment),
        working_directory=mapped(node.working_directory),
        operations=tuple(_mapped_operation(each, mapped) for each in node.operations),
    )


def _named(node: NodePlan, place: ConfigPlace) -> Iterator[tuple[str, ConfigPlace, bool]]:
    yield from ((path, place, True) for path in _paths_in(node.working_directory))
    yield from ((path, place, False) for path in _in_variables(node.environment))
    for operation in node.operations:
        is_run = isinstance(operation, Run)
        for name, text in _texts_of(operation):
            is_written = name == "directory" or not is_run
            yield from ((path, operation.place, is_written) for path in _paths_in(text))
        if isinstance(operation, Run):
            yield from ((path, operation.place, False) for path in _in_variables(operation.environment))


def _in_variables(variables: Iterable[Variable]) -> Iterator[str]:
    for variable in variables:
        if variable.origin in _OWN and not variable.secret:
            yield from _paths_in(variable.value)


def _texts_of(operation: Operation) -> Iterator[tuple[str, str]]:
    for field in fields(operation):
        value = getattr(operation, field.name)
        if field.name in _TEXTS and value is not None:
            yield from ((field.name, text) for text in ((value,) if isinstance(value, str) else value))


def _paths_in(text: str) -> Iterator[str]:
    for match in _PATH.finditer(text):
        path = match[0].rstrip(".")
        is_program = path.startswith(_PROGRAMS) and os.path.isfile(path)
        if not is_program and not _HARMLESS.fullmatch(path):
            yield path


def _with_parents(path: str) -> Iterator[str]:
    while path != "/":
        yield path
        path = os.path.dirname(path)


def _is_mapped(path: str, mapped: Collection[str]) -> bool:
    normal = [os.path.normpath(each) for each in mapped]
    return any(path == each or path.startswith(each + "/") for each in normal)


def _listed(paths: Iterable[HostPath]) -> str:
    first: dict[str, ConfigPlace] = {}
    for each in paths:
        first.setdefault(each.path, each.place)
    shown = [f"`{path}` ({place.path}:{place.line})" for path, place in first.items()]
    rest = len(shown) - _MOST_SHOWN
    return ", ".join(shown) if rest <= 0 else f"{', '.join(shown[:_MOST_SHOWN])} and {rest} more"


def _mapped_variable(variable: Variable, mapped: Callable[[str], str]) -> Variable:
    return replace(variable, value=mapped(variable.value)) if variable.origin in _OWN else variable


def _mapped_operation(operation: _Op, mapped: Callable[[str], str]) -> _Op:
    changes: dict[str, Any] = {}
    for name in _TEXTS:
        value = getattr(operation, name, None)
        if isinstance(value, str):
            changes[name] = mapped(value)
        elif value is not None:
            changes[name] = tuple(mapped(text) for text in value)
    if isinstance(operation, Run):
        changes["environment"] = tuple(_mapped_variable(each, mapped) for each in operation.environment)
    return replace(operation, **changes)
