"""Job groups and serial groups: the nodes that CircleCI adds around their members.

Source: https://circleci.com/docs/guides/orchestrate/controlling-serial-execution-across-your-organization/
The names of the added nodes are not published; these are wflint's own.
"""

from __future__ import annotations

from wflint.compiler.compiled import CompiledJob, CompiledRequirement, CompiledScalar
from wflint.compiler.instances import Instance, instances, text_of
from wflint.diagnostic import Frame
from wflint.model.names import STATUSES
from wflint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint.compiler.compilation import Compilation
    from wflint.compiler.scope import Scope
    from wflint.model.workflow import Invocation, JobGroup

SUCCESS = frozenset({"success"})
TERMINAL = frozenset(STATUSES)
GROUP_KEYS = frozenset({"requires", "filters", "name", "serial-group"})


class GroupCall(NamedTuple):
    """One invocation of a job group. `label` is its name, or the group's; the members' names begin with it."""

    invocation: Invocation
    label: str
    is_label_known: bool
    members: tuple[Instance, ...]
    scope: Scope
    frame: Frame

    @property
    def end(self) -> str:
        """The final name of the node that ends the group."""
        return f"{self.label}-group-end"


def group_call(
    group: JobGroup, invocation: Invocation, scope: Scope, parent: Frame, compilation: Compilation
) -> GroupCall:
    """Expand an invocation of a group."""
    frame = Frame("group", group.name.value, invocation.job.place, parent)
    _report_arguments(invocation, frame, compilation)
    written = text_of(invocation.name, scope, frame, compilation).data if invocation.name is not None else None
    known = invocation.name is None or isinstance(written, str)
    label = written if isinstance(written, str) else (invocation.name or invocation.job).value
    config = scope.library.config if scope.library is not None else None
    members: list[Instance] = []
    for member in group.invocations:
        if config is not None and member.job.value in config.job_groups and member.job.value not in config.jobs:
            message = (
                f"job group `{group.name.value}` cannot reference job group `{member.job.value}`:"
                " nesting is not supported"
            )
            compilation.report("group-nested", member.job.place, message, frame)
            continue
        if member.serial_group is not None:
            message = "`serial-group` on a member of a job group is not supported"
            advice = "put it on the invocation of the job group"
            compilation.report("group-serial", member.serial_group.place, message, frame, help=advice)
        members += instances(member, scope, frame, compilation, label)
    _report_duplicates(group, members, compilation)
    return GroupCall(invocation, label, known, tuple(members), scope, frame)


def surrounded(
    call: GroupCall,
    requires: tuple[CompiledRequirement, ...],
    members: Iterable[CompiledJob],
    serial_group: CompiledScalar | None,
) -> tuple[CompiledJob, ...]:
    """The nodes of a group in order: lock or start, the members, end, unlock.

    Members without requirements wait for the first node, the end waits for those that no member waits for.
    """
    jobs = list(members)
    start = f"{call.label}-lock" if serial_group is not None else f"{call.label}-group-start"
    first = _added(call, start, "lock" if serial_group is not None else "no-op", requires, serial_group, entry=True)
    inner = [
        job if job.requires else job._replace(requires=(CompiledRequirement(start, (start,), SUCCESS, None),))
        for job in jobs
    ]
    needed = {name for job in jobs for requirement in job.requires for name in requirement.jobs}
    leaves = [job.name for job in jobs if job.name not in needed]
    ends = tuple([CompiledRequirement(name, (name,), SUCCESS, None) for name in leaves])
    last = _added(call, call.end, "no-op", ends, None)
    if serial_group is None:
        return (first, *inner, last)
    after = (CompiledRequirement(call.end, (call.end,), TERMINAL, None),)
    return (first, *inner, last, _added(call, f"{call.label}-unlock", "unlock", after, serial_group))


def locked(job: CompiledJob) -> tuple[CompiledJob, ...]:
    """A job with a serial group between its lock and unlock: the lock waits for what the job waits for."""
    if job.serial_group is None:
        return (job,)
    name = f"{job.name}-lock"
    waits = tuple([requirement._replace(place=None) for requirement in job.requires])
    lock = _beside(job, name, "lock", waits)
    after = (CompiledRequirement(job.name, (job.name,), TERMINAL, None),)
    end = f"{job.name}-unlock"
    unlock = _beside(job, end, "unlock", after)._replace(filters=None)
    own = job._replace(requires=(*job.requires, CompiledRequirement(name, (name,), SUCCESS, None)))
    return (lock, own, unlock)


def without_repeated(
    entries: Iterable[Instance | GroupCall], workflow: str, compilation: Compilation
) -> tuple[Instance | GroupCall, ...]:
    """The entries of a workflow less group invocations that share a name with an earlier one, which are reported."""
    seen: set[str] = set()
    kept: list[Instance | GroupCall] = []
    for entry in entries:
        if isinstance(entry, GroupCall):
            if entry.label in seen:
                if entry.is_label_known:
                    _report_repeated(entry, workflow, compilation)
                continue
            seen.add(entry.label)
        kept.append(entry)
    return tuple(kept)


def _report_repeated(call: GroupCall, workflow: str, compilation: Compilation) -> None:
    place = (call.invocation.name or call.invocation.job).place
    message = f"job group `{call.label}` occurs more than once in workflow `{workflow}`"
    advice = "give each invocation a `name` of its own"
    compilation.report("group-duplicate", place, message, call.frame, help=advice)


def _beside(job: CompiledJob, name: str, kind: str, requires: tuple[CompiledRequirement, ...]) -> CompiledJob:
    return CompiledJob(
        name=name,
        written=name,
        job="",
        type=kind,
        invocation=job.invocation,
        requires=requires,
        filters=job.filters,
        contexts=(),
        frame=job.frame,
        serial_group=job.serial_group,
        is_synthetic=True,
    )


def _added(
    call: GroupCall,
    name: str,
    kind: str,
    requires: tuple[CompiledRequirement, ...],
    serial_group: CompiledScalar | None,
    *,
    entry: bool = False,
) -> CompiledJob:
    return CompiledJob(
        name=name,
        written=name,
        job="",
        type=kind,
        invocation=call.invocation,
        requires=requires,
        filters=call.invocation.filters if entry else None,
        contexts=(),
        frame=call.frame,
        group=call.label,
        serial_group=serial_group,
        is_synthetic=True,
    )


def _report_arguments(invocation: Invocation, frame: Frame, compilation: Compilation) -> None:
    if invocation.body is None:
        return
    for key in (key for key, _ in invocation.body.items()):
        if key.value not in GROUP_KEYS:
            message = f"job group invocations do not support `{key.value}`"
            compilation.report("group-argument", key.place, message, frame)


def _report_duplicates(group: JobGroup, members: list[Instance], compilation: Compilation) -> None:
    seen: dict[str, Instance] = {}
    for member in members:
        first = seen.setdefault(member.name, member)
        if first.invocation is not member.invocation and member.is_name_known:
            place = (member.invocation.name or member.invocation.job).place
            name = (member.invocation.name or member.invocation.job).value
            message = f"job `{name}` occurs more than once in job group `{group.name.value}`"
            advice = "give a job within a job group an explicit name by adding a `name` key"
            compilation.report("group-duplicate", place, message, member.frame, help=advice)
