"""What of a workflow cannot be known on this machine: orbs that are not at hand, pipeline values nobody gave."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from wflint.compiler.compiled import CompiledMapping, CompiledScalar, Unknown
from wflint.errors import UsageError
from wflint.pipeline.reasons import and_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wflint.compiler.compiled import CompiledConfig, CompiledJob, CompiledValue
    from wflint.pipeline.plan import PlannedJob, PlannedWorkflow
    from wflint.pipeline.reasons import Reason
    from wflint.source import Place


def refuse_unknown(planned: PlannedWorkflow, jobs: Iterable[PlannedJob], compiled: CompiledConfig) -> None:
    """Raise `UsageError` if it is not known whether a workflow runs, whether one of its jobs does, or what it does.

    `jobs` are those that are to run.
    """
    chosen = [job for job in jobs if job.compiled is not None]
    if planned.reason is not None and planned.reason.kind == "undecided" and planned.runs != "no":
        _refuse_undecided(f"workflow `{planned.name}`", planned.reason)
    for job in chosen:
        if job.compiled is not None:
            _refuse_opaque(job.compiled, compiled)
    for job in chosen:
        if job.runs == "unknown" and job.reason is not None:
            _refuse_undecided(f"job `{job.name}`", job.reason)
        for value, place in _unknowns(job.compiled) if job.compiled is not None else ():
            causes = and_list(value.causes)
            first = value.causes[0] if value.causes else "NAME"
            raise UsageError(
                f"job `{job.name}` depends on {causes}, which is not known here ({place_words(place)});"
                f" give it with `--value {first}=…`"
            )
    if not planned.compiled or not planned.compiled.is_complete:
        raise UsageError(f"the jobs of workflow `{planned.name}` depend on what is not known here")


def _refuse_opaque(job: CompiledJob, compiled: CompiledConfig) -> None:
    if not (job.is_opaque or (job.body is not None and not job.body.is_complete)):
        return
    orbs = list(dict.fromkeys(orb.value for orb in compiled.missing_orbs))
    if not orbs:
        return
    verb = "which is" if len(orbs) == 1 else "which are"
    raise UsageError(f"job `{job.name}` needs {and_list(orbs)}, {verb} not at hand; `wflint orb pull {' '.join(orbs)}`")


def _refuse_undecided(subject: str, reason: Reason) -> NoReturn:
    place = "" if reason.place is None else f" ({place_words(reason.place)})"
    raise UsageError(
        f"whether {subject} runs is not known here: {reason.message}{place}; give values with `--value NAME=VALUE`"
    )


def place_words(place: Place) -> str:
    """`path:line:column`."""
    line, column = place.source.line_column(place.span.start)
    return f"{place.source.path}:{line}:{column}"


def _unknowns(job: CompiledJob) -> Iterator[tuple[Unknown, Place]]:
    """What is unknown of what a job does, in the order of its text."""
    for context in job.contexts:
        yield from _inside(context)
    if job.serial_group is not None:
        yield from _inside(job.serial_group)
    if job.body is not None:
        for step in job.body.steps:
            for guard in step.guards:
                yield Unknown("boolean", tuple(sorted(guard.reads))), guard.node.place
        yield from _inside(job.body.data)


def _inside(value: CompiledValue) -> Iterator[tuple[Unknown, Place]]:
    if isinstance(value, CompiledScalar):
        if isinstance(value.data, Unknown):
            yield value.data, value.place
    elif value.is_as_written:
        return
    elif isinstance(value, CompiledMapping):
        for _, each in value.entries:
            yield from _inside(each)
    else:
        for each in value.items:
            yield from _inside(each)
