"""A job that attaches a workspace although no job before it persists anything."""

from __future__ import annotations

from wflint import (
    NamedTuple,
    Problem,
    Related,
    Severity,
    Workspaces,
    filters_text,
    is_glob,
    relative_to,
    resolve_path,
    rule,
    scripts_of,
    words_of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wflint import Context, JobWorkspace, Place, WorkflowWorkspaces

FILE_STEPS = frozenset({"checkout", "restore_cache"})
"""Steps that bring files into a job, besides the workspace."""


@rule(
    "attach-without-persist",
    summary="A job attaches a workspace to which no job before it persists",
    on=Workspaces,
    severity=Severity.ERROR,
    absence=True,
    since="0.1",
    source="https://circleci.com/docs/guides/orchestrate/workspaces/",
)
def attach_without_persist(workspaces: Workspaces, _: Context) -> Iterator[Problem]:
    """An error where the job evidently needs files of others: it has no code of its own, or names what they persist.

    An empty workspace is attached without a word, so elsewhere it is a warning.
    Silent where a job before it is opaque, or where it is not known which jobs come before it.
    """
    found: dict[Place, list[_Finding]] = {}
    for workflow in workspaces.workflows:
        persisting = workflow.persisting
        for position, job in enumerate(workflow.jobs):
            if workflow.before[position] & persisting or not workflow.is_before_known(position):
                continue
            for attach in job.attaches[:1]:
                if attach.is_sure:
                    finding = _finding(workspaces, workflow, position)
                    found.setdefault(attach.step.place, []).append(finding)
    for place, findings in found.items():
        yield _problem(place, max(findings, key=lambda finding: finding.severity), len(findings) - 1)


class _Finding(NamedTuple):
    """A job with nothing to attach; `others` persist in its workflow, `strangers` elsewhere if there are none."""

    workflow: WorkflowWorkspaces
    job: JobWorkspace
    others: tuple[JobWorkspace, ...]
    strangers: tuple[JobWorkspace, ...]
    severity: Severity


def _finding(workspaces: Workspaces, workflow: WorkflowWorkspaces, position: int) -> _Finding:
    job = workflow.jobs[position]
    others = _others(workflow, position)
    strangers = () if others else _in_other_workflows(workspaces, workflow)
    needs = _brings_nothing_else(job) or _names_what_is_persisted(job, others or strangers)
    severity = Severity.ERROR if needs and not workflow.is_off_by_default else Severity.WARNING
    return _Finding(workflow, job, others, strangers, severity)


def _problem(place: Place, finding: _Finding, more: int) -> Problem:
    return Problem(
        place,
        _message(finding) + (f" (and {more} more jobs)" if more > 1 else " (and one more job)" if more else ""),
        related=_places(finding.others or finding.strangers),
        help=_advice(finding),
        severity=finding.severity,
        frame=finding.job.attaches[0].step.frame,
    )


def _others(workflow: WorkflowWorkspaces, position: int) -> tuple[JobWorkspace, ...]:
    """The jobs of the workflow that surely persist, do not wait for the job themselves, and run for all its events."""
    filters = filters_text(workflow.jobs[position].job.filters)
    return tuple(
        other
        for index, other in enumerate(workflow.jobs)
        if index != position
        and not workflow.before[index] >> position & 1
        and _surely_persists(other)
        and filters_text(other.job.filters) in {None, filters}
    )


def _in_other_workflows(workspaces: Workspaces, workflow: WorkflowWorkspaces) -> tuple[JobWorkspace, ...]:
    return tuple(
        job for other in workspaces.workflows if other is not workflow for job in other.jobs if _surely_persists(job)
    )


def _brings_nothing_else(job: JobWorkspace) -> bool:
    """Whether all files of the job can only come from the workspace."""
    steps = job.job.body.steps if job.job.body is not None else ()
    return all(step.name not in FILE_STEPS for step in steps)


def _names_what_is_persisted(job: JobWorkspace, others: Iterable[JobWorkspace]) -> bool:
    """Whether a script of the job names a path below the attached directory that others persist, and it does not.

    What lies in the working directory may come with the code as well.
    """
    directory = job.attaches[0].directory
    if directory is None or job.directory is None or relative_to(directory, job.directory) is not None:
        return False
    own = {path.pattern for persist in job.persists for path in persist.paths}
    patterns = {path.pattern for other in others for persist in other.persists for path in persist.paths} - own
    targets = {resolve_path(directory, pattern) for pattern in patterns if pattern and not is_glob(pattern)}
    scripts = scripts_of(job, job.job.body.steps if job.job.body is not None else ()) if targets else None
    words = {resolve_path(script.directory, word) for script in scripts or () for word in words_of(script.text)}
    return not targets.isdisjoint(words)


def _surely_persists(job: JobWorkspace) -> bool:
    return any(persist.is_sure for persist in job.persists)


def _message(finding: _Finding) -> str:
    start = f"job `{finding.job.job.name}` of workflow `{finding.workflow.workflow.name}` attaches the workspace, but "
    others = finding.others
    if not others:
        return start + "no job before it persists anything"
    if len(others) == 1:
        return start + f"does not wait for `{others[0].job.name}`, which persists to it"
    return start + f"waits for none of the {len(others)} jobs that persist to it"


def _places(jobs: tuple[JobWorkspace, ...]) -> tuple[Related, ...]:
    places: dict[Place, str] = {}
    for job in jobs:
        places.setdefault(job.persists[0].step.place, job.job.name)
    return tuple(Related(place, f"`{name}` persists here") for place, name in list(places.items())[:3])


def _advice(finding: _Finding) -> str:
    if finding.others:
        return f"add `{finding.others[0].job.name}` to the `requires` of `{finding.job.job.name}`"
    if finding.strangers:
        return f"a workspace belongs to one workflow; let `{finding.workflow.workflow.name}` have a job that persists"
    return "persist what is needed in a job it requires, or remove the step"
